"""What a message says and what is attached to it, gathered from the tree of its parts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bihuan.ground.channels.email.reading.charsets import decode
from bihuan.ground.channels.email.reading.limits import Limits, Notes
from bihuan.ground.channels.email.reading.markup import text_of
from bihuan.ground.channels.email.reading.parts import Part, clean_name, read_part
from bihuan.ground.channels.email.reading.structure import Node
from bihuan.ground.channels.email.reading.transfer import cut_uuencoded, undo_transfer

META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
CID = re.compile(r"""cid:([^"'\s>)\\]{1,250})""", re.IGNORECASE)
WORD = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]{1,3}|[^\W\d_]{2,40}")
# Alternatives for other screens, which say the same once more.
OTHER_SCREENS = ("text/x-amp-html", "text/watch-html")
SAMPLED_CHARS = 4000
SAMPLED_WORDS = 60
AGREEING_SHARE = 0.4
FLOWED_QUOTE = re.compile(r"^(>*) ?")


@dataclass
class Segment:
    """A stretch of the message in one or both forms; where both are there, they say the same."""

    plain: str = ""
    page: str = ""

    @property
    def text(self) -> str:
        """The plain form, unless it is empty or says something else than the page that people were shown."""
        if not self.page or (self.plain.strip() and _agree(self.plain, self.page)):
            return self.plain
        shown = text_of(self.page)
        return (
            self.plain if self.plain.strip() and (not shown.strip() or _agree(self.plain, shown)) else shown
        )

    @property
    def markup(self) -> str:
        return self.page or f'<div style="white-space:pre-wrap">{html.escape(self.plain)}</div>'


@dataclass
class Contents:
    """The segments in reading order and the attachments in the order of the mail."""

    segments: list[Segment] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def body_text(self) -> str:
        return "\n\n".join(
            text for text in (segment.text.strip("\n") for segment in self.segments) if text.strip()
        )

    @property
    def body_html(self) -> str:
        if not any(segment.page for segment in self.segments):
            return ""
        return "\n".join(segment.markup for segment in self.segments if segment.page or segment.plain.strip())


class Gatherer:
    """Walks the tree of one raw message."""

    def __init__(self, raw: bytes, limits: Limits, notes: Notes) -> None:
        self._raw, self._limits, self._notes = raw, limits, notes
        self._parts: list[Part] = []
        self._chars_left = limits.text_chars

    def gather(self, root: Node) -> Contents:
        """Return all that the message holds; attachments that the page shows in place are marked so."""
        segments = self._segments(root, is_root=True)
        shown = {cid.casefold() for segment in segments for cid in CID.findall(segment.page)}
        parts = [
            replace(part, is_inline=True) if part.content_id and part.content_id.casefold() in shown else part
            for part in self._parts
        ]
        return Contents(segments, parts)

    def _segments(self, node: Node, *, is_root: bool = False) -> list[Segment]:
        if node.children:
            is_choice = node.type == "multipart/alternative"
            shown = [child for child in node.children if not (is_choice and child.type in OTHER_SCREENS)]
            children = [self._segments(child) for child in shown]
            if is_choice:
                return _chosen(children)
            return [segment for child in children for segment in child]
        if self._is_body(node, is_root=is_root):
            return self._text_segments(node)
        if node.start < node.end or not node.type.startswith("multipart/"):
            self._attach(node)
        return []

    def _is_body(self, node: Node, *, is_root: bool) -> bool:
        """Tell whether a leaf is text to read; a multipart whose parts cannot be found is read as it stands."""
        if node.type.startswith("multipart/"):
            return is_root
        if not node.is_text or node.disposition.value == "attachment":
            return False
        named = node.disposition.parameters.get("filename") or node.content.parameters.get("name")
        return is_root or not named

    def _text_segments(self, node: Node) -> list[Segment]:
        encoding = node.headers.text("content-transfer-encoding", self._notes)
        raw = undo_transfer(self._raw[node.start : node.end], encoding, self._notes)
        charset = node.content.parameters.get("charset", "")
        if node.type == "text/html":
            found = META_CHARSET.search(raw, 0, 2048)
            page = self._capped(decode(raw, charset or (found[1].decode() if found else ""), self._notes))
            return [Segment(page=page)]
        if b"begin" in raw:
            raw, files = cut_uuencoded(raw)
            for file in files:
                name = (
                    clean_name(decode(file.name, "", self._notes, charset))
                    or f"part-{len(self._parts) + 1}.bin"
                )
                self._parts.append(Part(name, "application/octet-stream", len(file.content), file.content))
        text = self._capped(decode(raw, charset, self._notes)).replace("\r\n", "\n").replace("\r", "\n")
        if node.content.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, is_space_deleted=node.content.parameters.get("delsp", "").lower() == "yes")
        return [Segment(plain=text)]

    def _capped(self, text: str) -> str:
        if len(text) > self._chars_left:
            self._notes.add("capped-text")
            text = text[: self._chars_left]
        self._chars_left -= len(text)
        return text

    def _attach(self, node: Node) -> None:
        encoding = node.headers.text("content-transfer-encoding", self._notes)
        content = undo_transfer(self._raw[node.start : node.end], encoding, self._notes)
        self._parts.append(read_part(node, content, len(self._parts) + 1, self._notes))


def _agree(plain: str, other: str) -> bool:
    """Tell whether most words of the beginning of the plain text, sampled evenly, are in the other one, too."""
    words = WORD.findall(plain[:SAMPLED_CHARS])
    sample = words[:: max(1, len(words) // SAMPLED_WORDS)]
    found = sum(word in other for word in sample)
    return found >= len(sample) * AGREEING_SHARE


def unflow(text: str, *, is_space_deleted: bool) -> str:
    """Join the lines that format=flowed broke softly (RFC 3676, 4): those that end in a blank."""
    paragraphs: list[list[str]] = []
    is_open, depth = False, ""
    for line in text.split("\n"):
        signs = FLOWED_QUOTE.match(line)
        rest = line[len(signs[0]) :] if signs else line
        is_signature = rest == "-- "
        if is_open and signs and signs[1] == depth and not is_signature:
            paragraphs[-1].append(rest)
        else:
            paragraphs.append([f"{signs[1]} " if signs and signs[1] else "", rest])
        is_open, depth = rest.endswith(" ") and not is_signature, signs[1] if signs else ""
        if is_open and is_space_deleted:
            paragraphs[-1][-1] = rest[:-1]
    return "\n".join("".join(pieces) for pieces in paragraphs)


def _chosen(children: Iterable[list[Segment]]) -> list[Segment]:
    """Return one segment of the alternatives: the first plain text that says something, the last page."""
    plains = [
        "\n\n".join(part.plain.strip("\n") for part in child)
        for child in children
        if not any(p.page for p in child)
    ]
    pages = [child for child in children if any(part.page for part in child)]
    page = "\n".join(part.markup for part in pages[-1] if part.page or part.plain.strip()) if pages else ""
    return [Segment(next((plain for plain in plains if plain.strip()), ""), page)]
