"""Trees as they are kept: each node with those above it. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping


def lines(parents: Mapping[int, int | None]) -> dict[int, frozenset[int]]:
    """Return for each node itself and those above it; a ring, which no form lets through, ends where it began."""
    return {pk: _line(pk, parents) for pk in parents}


def _line(pk: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    line: set[int] = set()
    here: int | None = pk
    while here is not None and here not in line:
        line.add(here)
        here = parents.get(here)
    return frozenset(line)
