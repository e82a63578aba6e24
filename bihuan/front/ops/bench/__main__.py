"""Measure how fast the desk is: `make bench`, or `python -m bihuan.front.ops.bench`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

from bihuan.front.ops.bench.desk import Desk

PARTS = ("idle", "intake", "portal", "pages", "sweep")


def main() -> int:
    """Run a desk of the bench's own and measure it; 1 if a figure is not what it should be."""
    options = _parser().parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bihuan-bench-"))
    folder.chmod(0o711)  # the database has a user of its own
    desk = Desk(folder)
    try:
        desk.start()
        os.environ |= {**desk.environment, "DATABASE_URL": desk.address}
        django.setup()
        measured: int = import_module("bihuan.front.ops.bench.measuring").measure(desk, options)
        return measured
    finally:
        desk.end()
        shutil.rmtree(folder, ignore_errors=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--only", type=_parts, default=PARTS, metavar="PART,…", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--rows", type=_sizes, default=(10_000, 100_000, 1_000_000), metavar="N,…")
    parser.add_argument("--requests", type=int, default=200, metavar="N", help="for each page at each size")
    parser.add_argument("--explain", action="store_true", help="print the plans of the pages' questions, too")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the figures there instead of printing them"
    )
    return parser


def _parts(given: str) -> tuple[str, ...]:
    parts = tuple(given.split(","))
    if unknown := set(parts) - set(PARTS):
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(sorted(unknown))}")
    return parts


def _sizes(given: str) -> tuple[int, ...]:
    return tuple(sorted(int(size.replace("_", "")) for size in given.split(",")))


if __name__ == "__main__":
    sys.exit(main())
