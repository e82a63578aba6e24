"""The header fields at the top of a message or of one of its parts, cut out of the raw bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bihuan.ground.channels.email.reading.charsets import decode
from bihuan.ground.channels.email.reading.encoded_words import decode_words
from bihuan.ground.channels.email.reading.limits import Limits, Notes

FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
# A line that is no field but stands among fields: a continuation whose blank got lost. What follows it must
# look like a field that people do not write into a text.
LATER_FIELD = re.compile(
    rb"^(?:[A-Z][A-Za-z0-9]{0,30}-[A-Za-z0-9-]{1,40}|From|To|Cc|Subject|Date|Sender|Received|References):",
    re.M,
)
NEWLINE = re.compile(rb"\r?\n")
BLANK_LINE = re.compile(rb"\n\r?\n")
MBOX_LINE = re.compile(rb">?From [^\n]*\n")
ENVELOPE_LINE = re.compile(rb"From [^\n:]*\n")
ADDRESSES = ("from", "to", "cc", "reply-to", "sender", "resent-to", "resent-cc")
STRUCTURED = frozenset(
    (*ADDRESSES, "references", "in-reply-to", "content-type", "content-disposition", "mime-version")
)
# Recipients and threads are long in honest mail, too; all the structured fields together have a cap of their own.
LONG = frozenset(("to", "cc", "references"))
# What may come several times; of any other name only the first counts (RFC 5322, 3.6).
REPEATED = frozenset(("to", "cc", "from", "received", "x-bihuan-desk", "list-id", "return-path"))


@dataclass
class Headers:
    """Header fields by lower-case name, still as bytes, unfolded; the charset hint serves raw 8-bit values."""

    fields: dict[str, list[bytes]] = field(default_factory=dict)
    hint: str = ""

    def raw(self, name: str, notes: Notes) -> str:
        """Return the first field of that name as text with its encoded words still encoded, or ""."""
        values = self.fields.get(name)
        return decode(values[0], "", notes, self.hint) if values else ""

    def all_raw(self, name: str, notes: Notes) -> list[str]:
        return [decode(value, "", notes, self.hint) for value in self.fields.get(name, ())]

    def text(self, name: str, notes: Notes) -> str:
        """Return the first field of that name as people read it, on one line, or ""."""
        return " ".join(decode_words(self.raw(name, notes), notes).split())

    def __contains__(self, name: str) -> bool:
        return name in self.fields


class HeaderReader:
    """Reads blocks of fields and keeps count over a whole message, so that its many parts cannot add up."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self._limits, self._notes = limits, notes
        self._bytes_left = limits.headers_bytes
        self._structured_left = limits.structured_bytes
        self._fields_left = limits.header_fields

    def read(self, raw: bytes, start: int, end: int) -> tuple[Headers, int]:
        """Return the fields of the block that begins at `start`, and where the body behind it begins."""
        block_end, body = self._extent(raw, start, end)
        headers, position, until = Headers(), start, start
        name, lines, size = "", [b""], 0
        while position < block_end:
            stop = raw.find(b"\n", position, block_end) + 1 or block_end
            line = raw[position : min(stop, position + self._limits.structured_bytes)]
            found = FIELD.match(line)
            if found:
                self._keep(headers, name, lines)
                name, lines, size = found[1].decode("ascii").lower(), [line[found.end() :]], len(line)
            elif position < until or _is_folded(line) or MBOX_LINE.match(line):
                size += len(line)
                lines += [line] if size <= self._limits.structured_bytes else []
            else:
                until = self._later_field(raw, position, block_end)
                if not until:
                    body = position
                    break
                continue
            position = stop
        self._keep(headers, name, lines)
        return headers, body

    def _extent(self, raw: bytes, start: int, end: int) -> tuple[int, int]:
        """Return where the block of fields ends at the latest and where the body begins if it reaches so far."""
        leading = NEWLINE.match(raw, start, end)
        if leading:
            return start, leading.end()
        window = min(end, start + self._limits.headers_bytes)
        blank = BLANK_LINE.search(raw, start, window)
        if blank:
            return blank.start() + 1, blank.end()
        if window < end:
            self._notes.add("capped-headers")
            blank = BLANK_LINE.search(raw, window, end)
        return window, blank.end() if blank else end

    def _later_field(self, raw: bytes, position: int, block_end: int) -> int:
        """Return where the next field begins if the line here is a continuation that lost its blank, else 0."""
        later = LATER_FIELD.search(raw, position + 1, block_end)
        if later:
            self._notes.add("broken-headers")
        return later.start() if later else 0

    def _cap(self, name: str) -> int:
        return self._limits.structured_bytes if name in LONG else self._limits.header_bytes

    def _keep(self, headers: Headers, name: str, lines: list[bytes]) -> None:
        """Add a field, as far as the caps allow and if it is not one too many of its name."""
        value = b"".join(line.rstrip(b"\r\n") for line in lines).strip()
        if not name or (name in headers.fields and name not in REPEATED):
            return
        allowed = min(self._cap(name), self._bytes_left)
        if name in STRUCTURED:
            allowed = min(allowed, self._structured_left)
            self._structured_left -= min(len(value), allowed)
        if len(value) > allowed or self._fields_left <= 0:
            self._notes.add("capped-headers")
        if allowed <= 0 or self._fields_left <= 0:
            return
        self._bytes_left -= min(len(value), allowed)
        self._fields_left -= 1
        headers.fields.setdefault(name, []).append(value[:allowed])


def _is_folded(line: bytes) -> bool:
    return line[0] in b" \t" and bool(line.strip())


def start_of_fields(raw: bytes) -> int:
    """Return where the fields begin: behind a byte order mark, blank lines and the "From " line of a mailbox."""
    start = len(raw) - len(raw.lstrip(b"\xef\xbb\xbf\r\n")) if raw[:1] in (b"\xef", b"\r", b"\n") else 0
    envelope = ENVELOPE_LINE.match(raw, start)
    return envelope.end() if envelope else start
