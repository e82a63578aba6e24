"""Search tokens for Chinese-first text: pairs of Han characters, and Latin words whole and in parts. Plain Python.

Words cannot be cut reliably in Chinese, and what a segmenter cuts wrongly is never found again (晓明 in 张晓明, 卡 in
卡纸). Pairs find every substring of two or more characters; each run's last character alone finds single ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ebef"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:[._:/@#+\-][^\W_{_HAN}]+)*")
_JOINT = re.compile(r"[._:/@#+\-]")
_CASES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
LONGEST = 60  # characters; longer "words" are encoded data that nobody types


def fold(text: str) -> str:
    """Return the text as both sides of a search compare it: half-width, without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def runs(text: str) -> list[str]:
    """Return the stretches of Chinese and the Latin words of `text`, half-width, in their order and case."""
    return _RUN.findall(unicodedata.normalize("NFKC", text))


def grams(text: str) -> set[str]:
    """Return the tokens under which `text` is to be found."""
    found: set[str] = set()
    for run in runs(text):
        if run[0] >= "\u3400":
            found.update(run[i : i + 2] for i in range(len(run) - 1))
            found.add(run[-1])
        elif len(run) <= LONGEST:
            found.update(latin_parts(run))
    return found


def as_vector(text: str, title: str = "") -> str:
    """Return a `tsvector` literal of `text`; what stands in `title` weighs A."""
    heavy = grams(title)
    marked = [f"{_quoted(token)}:1A" for token in sorted(heavy)]
    return " ".join(marked + [_quoted(token) for token in sorted(grams(text) - heavy)])


def as_any(tokens: Iterable[str], *, heavy: bool = False) -> list[str]:
    """Return a `tsquery` literal for each token; if heavy, for where it stands in a title."""
    return [_quoted(token) + (":A" if heavy else "") for token in tokens]


def as_query(words: str) -> str:
    """Return a `tsquery` literal that asks for all of `words`; empty if there is nothing to ask for."""
    asked: dict[str, None] = {}
    for run in runs(words):
        if run[0] < "\u3400":
            asked[f"{_quoted(run.casefold()[:LONGEST])}:*"] = None
        elif len(run) == 1:
            asked[f"{_quoted(run)}:*"] = None  # a pair that begins with it, or a run that ends with it
        else:
            asked |= {_quoted(run[i : i + 2]): None for i in range(len(run) - 1)}
    return " & ".join(asked)


def latin_parts(run: str) -> Iterator[str]:
    """Yield a word whole and in the parts by which people remember it: v5.2.1, 0x80070005, AutoCAD2024."""
    yield run.casefold()
    parts = [part for part in _JOINT.split(run) if part]
    if len(parts) > 1:
        yield from (part.casefold() for part in parts)
    if re.match(r"[vV]\d", run):
        yield run[1:].casefold()
    if run[:2] in ("0x", "0X"):
        yield run[2:].casefold()
        return
    for part in parts:
        pieces = _CASES.findall(part)
        if 1 < len(pieces) <= 6:
            yield from (piece.casefold() for piece in pieces if len(piece) > 1)


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
