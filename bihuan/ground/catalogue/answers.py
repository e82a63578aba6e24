"""Find in what a person wrote the answers to what was asked, as far as they are plain to see. Plain Python.

What was asked went out as `1. Device model: Which one is it?`, one to a line. It comes back as `Device model: X1`, as
`1. X1`, written into the quoted lines, or, where one thing alone was asked, as nothing but the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from bihuan.ground.catalogue.values import folded

LONGEST_BARE = 120  # characters of a reply that is nothing but the answer to the one thing asked

_BULLET = re.compile(r"^[\s>]*(?:[(（]?\d{1,2}[.、．)）]|[-*•·])?\s*")
_NUMBERED = re.compile(r"^\s*[(（]?(\d{1,2})[.、．)）:：]\s*(\S.*)$")
_COLON = re.compile(r"[:：=＝]")
_QUOTED = re.compile(r"^\s*>(?!\s*>)")
COLONS = 4  # how many of a line are tried: a label may have some of its own
LONGEST_LABEL = 160  # characters of a line in which a label ends
MOST_LINES = 2_000


class Wanted(NamedTuple):
    """Something asked: its key, what it is called in either language, and the words that asked for it."""

    key: str
    labels: tuple[str, ...]
    asks: tuple[str, ...] = ()
    is_long: bool = False


Names = Mapping[str, Wanted]  # by their folded labels


def answers_in(
    text: str, asked: Sequence[Wanted], *, quoted: str = "", is_first: bool = True
) -> dict[str, str]:
    """Return key → words of the answer.

    :param quoted: the whole message, where the answers may stand among the lines that asked
    :param is_first: it is the first word since the question, so that one without a label may be the answer
    """
    names = {folded(label): one for one in asked for label in one.labels}
    found = _by_label(text.splitlines()[:MOST_LINES], names)
    within = _among_quoted(quoted.splitlines()[:MOST_LINES], names)
    found |= {key: said for key, said in within if key not in found}
    if found or not is_first:
        return found
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if numbered := _by_number(lines, asked):
        return numbered
    if len(asked) == 1 and len(lines) == 1 and len(lines[0]) <= LONGEST_BARE:
        return {asked[0].key: lines[0]}
    return {}


def _by_label(lines: Sequence[str], names: Names) -> dict[str, str]:
    found: dict[str, str] = {}
    going_on = ""  # the long answer that the next lines belong to
    for line in lines:
        labelled = _labelled(line, names)
        if labelled is None:
            if going_on and line.strip():
                found[going_on] += f"\n{line.strip()}"
            else:
                going_on = ""
            continue
        one, said = labelled
        going_on = ""
        if one.key not in found and (said := _beyond_the_ask(said, one)):
            found[one.key] = said
            going_on = one.key if one.is_long else ""
    return found


def _by_number(lines: Sequence[str], asked: Sequence[Wanted]) -> dict[str, str]:
    """Return what stands on numbered lines, where every line has a number of what was asked."""
    numbered = [_NUMBERED.match(line) for line in lines]
    if len(asked) < 2 or not numbered:
        return {}
    found: dict[str, str] = {}
    for one in numbered:
        if one is None or not 1 <= int(one[1]) <= len(asked):
            return {}
        found.setdefault(asked[int(one[1]) - 1].key, one[2].strip())
    return found


def _among_quoted(lines: Iterable[str], names: Names) -> Iterator[tuple[str, str]]:
    """Yield what was written behind or below the quoted words that asked."""
    below: Wanted | None = None
    asking = ""  # the words that asked, as far as they have been read
    for line in lines:
        is_quoted = bool(_QUOTED.match(line))
        labelled = _labelled(line, names) if is_quoted or _asks_on(line, names) else None
        if labelled:
            below, asking = labelled[0], folded(labelled[1])
            if said := _beyond_the_ask(labelled[1], below):
                yield below.key, said
                below = None
        elif below and is_quoted:
            asking += folded(line.strip(" >"))
            if not any(_bare(ask).startswith(_bare(asking)) for ask in below.asks):
                below = None
        elif below and line.strip():
            if any(_bare(ask) == _bare(asking) for ask in below.asks):
                yield below.key, line.strip()
            below = None


def _labelled(line: str, names: Names) -> tuple[Wanted, str] | None:
    """Return what a line names before its colon, and what stands behind."""
    for start in (line.strip(" \t>"), _BULLET.sub("", line)):
        for colon in islice(_COLON.finditer(start[:LONGEST_LABEL]), COLONS):
            if one := names.get(folded(start[: colon.start()])):
                return one, start[colon.end() :].strip()
    return None


def _asks_on(line: str, names: Names) -> bool:
    return any(ask and ask in line for one in names.values() for ask in one.asks)


def _beyond_the_ask(said: str, one: Wanted) -> str:
    """Return what was written beside the words that asked; nothing where these stand alone, whole or cut off."""
    for ask in one.asks:
        if ask and said.startswith(ask):
            return said.removeprefix(ask).strip()
        if ask and _bare(ask).startswith(_bare(said)):
            return ""
    return said


def _bare(words: str) -> str:
    return folded(words).replace(" ", "")
