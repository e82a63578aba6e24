"""How large the files and the functions of the house are."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
MOST_SHOWN = 10
LEFT_OUT = {"migrations", "node_modules", "static"}


def main() -> int:
    kinds = {
        "Python": "bihuan/**/*.py",
        "templates": "bihuan/**/templates/**/*.html",
        "TypeScript": "bihuan/**/*.ts",
        "styles": "bihuan/**/*.css",
    }
    for kind, pattern in kinds.items():
        files = [path for path in ROOT.glob(pattern) if not LEFT_OUT & set(path.parts)]
        tests = [path for path in files if "tests" in path.parts or ".test." in path.name]
        _show(kind, sorted(set(files) - set(tests)))
        _show(f"{kind}, tests", tests)
    functions = sorted(_functions(), reverse=True)
    lengths = [length for length, _ in functions]
    _say(f"functions          {len(lengths):5}  lines {_spread(lengths)}")
    _say("\nThe longest functions:")
    for length, name in functions[:MOST_SHOWN]:
        _say(f"  {length:4}  {name}")
    return 0


def _show(kind: str, files: Sequence[Path]) -> None:
    if not files:
        return
    lengths = {path: len(path.read_text().splitlines()) for path in files}
    _say(
        f"{kind:<18} {len(files):5}  lines {_spread(list(lengths.values()))}, in all {sum(lengths.values())}"
    )
    longest = sorted(lengths, key=lambda path: -lengths[path])[:3]
    _say(
        "                          "
        + ", ".join(f"{path.relative_to(ROOT)} {lengths[path]}" for path in longest)
    )


def _functions() -> Iterator[tuple[int, str]]:
    for path in ROOT.glob("bihuan/**/*.py"):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno
                yield node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}::{node.name}"


def _spread(lengths: list[int]) -> str:
    p90 = quantiles(lengths, n=10)[8] if len(lengths) > 1 else lengths[0]
    return f"median {median(lengths):.0f}, p90 {p90:.0f}, longest {max(lengths)}"


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
