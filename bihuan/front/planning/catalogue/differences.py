"""What one version of a form and check list says otherwise than another. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Content = Mapping[str, Sequence[Mapping[str, Any]]]


class Difference(NamedTuple):
    """`what` is fields or steps, `did` added, removed, changed or moved; `zh` and `en` name the line."""

    what: str
    did: str
    zh: str
    en: str
    names: tuple[str, ...] = ()  # which parts of it changed


def differences(was: Content, now: Content) -> list[Difference]:
    """Return what is added, changed or moved, in today's order, then what is gone."""
    return [
        difference
        for what in ("fields", "steps")
        for difference in _of_lines(what, was.get(what, ()), now.get(what, ()))
    ]


def _of_lines(
    what: str, was: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> list[Difference]:
    before, after = ({line["key"]: line for line in lines} for lines in (was, now))
    stayed = [key for key in before if key in after]
    order = [key for key in after if key in before]
    found = []
    for key, line in after.items():
        if key not in before:
            found.append(_difference(what, "added", line))
        elif names := tuple(name for name in line if line[name] != before[key].get(name)):
            found.append(_difference(what, "changed", line, names))
        elif order.index(key) < stayed.index(key):
            found.append(_difference(what, "moved", line))
    return found + [_difference(what, "removed", line) for key, line in before.items() if key not in after]


def _difference(what: str, did: str, line: Mapping[str, Any], names: tuple[str, ...] = ()) -> Difference:
    stem = "label" if what == "fields" else "text"
    return Difference(what, did, line.get(f"{stem}_zh", ""), line.get(f"{stem}_en", ""), names)
