"""Content transfer encodings (RFC 2045, 6) undone, and files that were uuencoded into a text."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from bihuan.ground.channels.email.reading.encoded_words import from_base64
from bihuan.ground.channels.email.reading.limits import Notes

BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
END = re.compile(rb"\n(?:end|====)[ \t]*(?=\r?\n|\Z)")
# A line of uuencoded data: its length sign, then that many letters.
UU_LINE = re.compile(rb"[ -`]{1,90}")
# What lists and gateways write below the data in plain text.
APPENDED = re.compile(rb"\n(?:-- |_{8}|[^\r\n]{0,200}[A-Za-z,.:] [A-Za-z])")
FOREIGN_TO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\r\n]")


@dataclass(frozen=True)
class Uuencoded:
    name: bytes
    content: bytes


def undo_transfer(raw: bytes, encoding: str, notes: Notes) -> bytes:
    """Return the content under its transfer encoding; an unknown encoding leaves it as it is."""
    match encoding.strip().lower().rstrip(".;"):
        case "base64":
            return _from_base64(raw, notes)
        case "quoted-printable" | "quotedprintable" | "quoted_printable":
            return binascii.a2b_qp(raw)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            text, files = cut_uuencoded(raw)
            return files[0].content if files else text
        case "" | "7bit" | "8bit" | "binary" | "8-bit" | "7-bit" | "none":
            return raw
        case _:
            notes.add("unknown-transfer-encoding")
            return raw


def cut_uuencoded(raw: bytes) -> tuple[bytes, list[Uuencoded]]:
    """Return the text without its uuencoded files, and the files."""
    files: list[Uuencoded] = []
    kept: list[bytes] = []
    position = 0
    while begin := BEGIN.search(raw, position):
        end = END.search(raw, begin.end() - 1)
        if not end:
            break
        content = _from_uu(raw[begin.end() : end.start()], is_base64=begin[0].startswith(b"begin-base64"))
        if content is None:
            kept.append(raw[position : begin.end()])
            position = begin.end()
        else:
            kept.append(raw[position : begin.start()])
            files.append(Uuencoded(begin[1].strip(), content))
            position = end.end()
    return b"".join([*kept, raw[position:]]), files


def _from_uu(raw: bytes, *, is_base64: bool) -> bytes | None:
    """Decode the lines between begin and end, or return None if they are no such data."""
    if is_base64:
        return from_base64(raw)
    lines = raw.splitlines()
    if not lines or not all(UU_LINE.fullmatch(line) or not line for line in lines[:3]):
        return None
    decoded: list[bytes] = []
    for line in lines:
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders write a wrong length at the end of a line; what its length sign says is still there.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            decoded.append(_leniently(line[: wanted + 1]))
    return b"".join(decoded)


def _leniently(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return b""


def _from_base64(raw: bytes, notes: Notes) -> bytes:
    """Decode base64; a text that was never encoded, though its header says so, stays as it is."""
    first_line = raw[:1024].strip().split(b"\n", 1)[0]
    if b" " in first_line.strip() or len(FOREIGN_TO_BASE64.findall(first_line)) > max(
        2, len(first_line) // 5
    ):
        notes.add("bad-base64")
        return raw
    appended = APPENDED.search(raw) if b" " in raw else None
    raw = raw[: appended.start()] if appended else raw
    padding = raw.find(b"=")
    if padding < 0 or not raw[padding:].strip(b"=\r\n \t"):
        try:
            return binascii.a2b_base64(raw)
        except binascii.Error:
            notes.add("bad-base64")
    return from_base64(raw)
