"""The value and the parameters of a MIME header field (RFC 2045, RFC 2231), told apart in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bihuan.ground.channels.email.reading.charsets import decode
from bihuan.ground.channels.email.reading.encoded_words import decode_words
from bihuan.ground.channels.email.reading.limits import Notes

SPECIAL = re.compile(r'\\.|"|;', re.DOTALL)
NAME = re.compile(r"([^*\s]+?)\s*(?:\*(\d{1,3}))?(\*)?$")
PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
ESCAPED = re.compile(r'\\(["\\])')


@dataclass(frozen=True)
class Field:
    """A field such as `text/plain; charset=gbk`: its value in lower case and its parameters by lower-case name."""

    value: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """One `name*2*=...` of a parameter: its place in the row, whether it is percent-encoded, and its text."""

    place: int
    is_extended: bool
    text: str


def read_field(text: str, notes: Notes) -> Field:
    """Return the field; what is no `name=value` is passed over, the first of each name stands.

    A parameter may follow the value without the semicolon, as some mailers write.
    """
    value, *rest = split_outside_quotes(text)
    value, _, forgotten = value.strip().partition(" ")
    rest.insert(0, forgotten)
    sections: dict[str, list[Section]] = {}
    for piece in rest:
        name, equals, written = piece.partition("=")
        match = NAME.match(name.strip().lower())
        if equals and match:
            section = Section(int(match[2] or 0), bool(match[3]), _unquoted(written))
            sections.setdefault(match[1] + ("*" if match[2] or match[3] else ""), []).append(section)
    return Field(value.strip(' ,\t"').lower(), _joined(sections, notes))


def split_outside_quotes(text: str, separator: str = ";") -> list[str]:
    """Split at semicolons outside quotes; a quote that never closes is an ordinary character."""
    pieces, start, is_quoted = [], 0, False
    for special in SPECIAL.finditer(text):
        if special[0] == '"':
            is_quoted = not is_quoted
        elif special[0] == separator and not is_quoted:
            pieces.append(text[start : special.start()])
            start = special.end()
    rest = text[start:]
    return [*pieces, *(rest.split(separator) if is_quoted else [rest])]


def _unquoted(written: str) -> str:
    written = written.strip()
    if written.startswith('"'):
        closing = re.search(r'(?<!\\)(?:\\\\)*"', written[1:])
        written = written[1 : closing.end()] if closing else written[1:]
        return ESCAPED.sub(r"\1", written)
    return written


def _joined(sections: dict[str, list[Section]], notes: Notes) -> dict[str, str]:
    """Join the sections of each name; the extended form `name*` goes before the plain one (RFC 6266, 4.3)."""
    parameters: dict[str, str] = {}
    for name, parts in sections.items():
        if not name.endswith("*"):
            parameters.setdefault(name, decode_words(parts[0].text, notes))
    for name, parts in sections.items():
        if name.endswith("*"):
            text = _decoded(sorted(parts, key=lambda section: section.place), notes)
            parameters[name[:-1]] = text or parameters.get(name[:-1], "")
    return parameters


def _decoded(parts: list[Section], notes: Notes) -> str:
    """Decode one row of sections: the charset stands in the first, characters may be cut between any two."""
    charset, text = "", parts[0].text
    if parts[0].is_extended and text.count("'") >= 2:
        charset, _, text = text.split("'", 2)
    raw = _bytes_of(parts[0], text) + b"".join(_bytes_of(part, part.text) for part in parts[1:])
    return decode_words(decode(raw, charset, notes), notes)


def _bytes_of(section: Section, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    return PERCENT.sub(lambda match: bytes.fromhex(match[1].decode()), raw) if section.is_extended else raw
