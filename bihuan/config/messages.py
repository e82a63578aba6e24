"""Raw messages that are named on the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


def raw_messages(names: Iterable[str]) -> Iterator[bytes | None]:
    """Yield the bytes of each file, of standard input for `-`; None for one that cannot be read, which is said."""
    for name in names:
        try:
            yield sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            sys.stderr.write(f"bihuan: {name}: {error.strerror}\n")
            yield None
