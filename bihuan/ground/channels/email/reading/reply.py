"""What the writer of a reply added, without what is quoted and without the signature.

Wherever the signs are weak the text stays: an old mail shown twice is a nuisance, a lost word of the writer is a
fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bihuan.ground.channels.email.reading.markup import text_of
from bihuan.ground.channels.email.reading.reply_quotes import (
    attributions,
    header_block_end,
    is_quote_after,
    is_quoted,
    is_separator,
    split_shared_lines,
)
from bihuan.ground.channels.email.reading.reply_signatures import has_words, strip_signature

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
WORD = re.compile(r"[\u3400-\u9fff\u3041-\u30ff\uac00-\ud7a3]|[^\W_]+")
# A link that a mail program broke out of the line it quoted.
TORN_LINK = re.compile(r"^\s*\(https?://[^\s)]{1,2000}\)\s*>?\s*$")
# Beyond this nobody has typed a reply.
MOST_LINES = 20_000
# Below a quote that somebody answers from above, no more words than these are a closing rather than an answer.
MOST_CLOSING_WORDS = 6


@dataclass
class _Block:
    """Consecutive lines of one kind: the writer's own, or quoted with or without a line that says of whom."""

    lines: list[str] = field(default_factory=list)
    is_quote: bool = False
    is_attributed: bool = False

    @property
    def says_something(self) -> bool:
        return has_words(self.lines)


def trim_reply(text: str, html: bool = False) -> str:
    """Return what the writer added; "" where there is nothing but somebody else's words.

    :param html: the text is an HTML page
    """
    text = text_of(text) if html else text
    text = INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    lines = split_shared_lines([line.rstrip() for line in text.split("\n", MOST_LINES)])
    blocks = _without_signatures(_Cutter(lines).blocks())
    return "\n".join(line for block in _without_quotes(blocks) for line in block.lines).strip("\n").rstrip()


class _Cutter:
    """Cuts the lines into blocks, up to where an original begins that is not marked line by line."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._announced = attributions(lines)
        self._blocks = [_Block()]

    def blocks(self) -> list[_Block]:
        index: int | None = 0
        while index is not None and index < len(self._lines):
            if is_quoted(self._lines[index]):
                index = self._take_quote(index)
            elif is_separator(self._lines[index]) or header_block_end(self._lines, index):
                index = None
            elif index in self._announced:
                index = self._take_attribution(self._announced[index])
            else:
                index = self._take_own(index)
        return self._blocks

    def _take_own(self, index: int) -> int:
        if self._blocks[-1].is_quote:
            self._blocks.append(_Block())
        self._blocks[-1].lines.append(self._lines[index])
        return index + 1

    def _take_attribution(self, behind: int) -> int | None:
        """Go on behind the line "On ... wrote:"; unmarked words below it end the reply unless none stand above."""
        if is_quote_after(self._lines, behind):
            self._blocks.append(_Block(is_quote=True, is_attributed=True))
            while not self._lines[behind].strip():
                behind += 1
            return behind
        return None if any(block.says_something for block in self._blocks if not block.is_quote) else behind

    def _take_quote(self, index: int) -> int:
        """Take the quoted lines from here on, with the blank ones and the torn links between them."""
        if not self._blocks[-1].is_quote:
            self._blocks.append(_Block(is_quote=True))
        start = end = index
        while index < len(self._lines):
            line = self._lines[index]
            if is_quoted(line):
                end = index
            elif line.strip() and not TORN_LINK.match(line):
                break
            index += 1
        self._blocks[-1].lines += self._lines[start : end + 1]
        return end + 1


def _without_signatures(blocks: list[_Block]) -> list[_Block]:
    """Return the blocks that still say something once their signatures are gone."""
    kept: list[_Block] = []
    for block in blocks:
        if not block.is_quote:
            has_own = any(not before.is_quote for before in kept)
            block.lines = strip_signature(block.lines, may_be_all=has_own)
        if block.says_something:
            kept.append(block)
    return kept


def _without_quotes(blocks: list[_Block]) -> Iterator[_Block]:
    """Yield the writer's blocks, and of the quotes those that what stands below them answers to.

    A quote under "On ... wrote:" came with the reply as a whole; it is kept only between words of the writer.
    """
    last_own = max((index for index, block in enumerate(blocks) if not block.is_quote), default=-1)
    has_own_above = False
    for index, block in enumerate(blocks[: last_own + 1]):
        has_own_above |= not block.is_quote
        if not block.is_attributed or (has_own_above and not _are_a_closing(blocks[index + 1 :])):
            yield block


def _are_a_closing(below: list[_Block]) -> bool:
    """Tell whether the writer's words here are too few to be an answer."""
    words = 0
    for line in (line for block in below if not block.is_quote for line in block.lines):
        words += len(WORD.findall(line[:400]))
        if words > MOST_CLOSING_WORDS:
            return False
    return True
