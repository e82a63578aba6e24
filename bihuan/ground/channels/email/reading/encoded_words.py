"""Encoded words in headers (RFC 2047), read as mailers write them: split inside characters, broken, quoted."""

from __future__ import annotations

import binascii
import re

from bihuan.ground.channels.email.reading.charsets import codec_of, decode
from bihuan.ground.channels.email.reading.limits import Notes

# Up to three bare question marks inside the text are borne with; each costs another look ahead.
ENCODED_WORD = re.compile(
    r"=\?(?P<charset>[^?\s*]{1,60})(?:\*[^?\s]{0,30})?\?(?P<how>[bBqQ])\?(?P<text>[^?]*(?:\?(?!=)[^?]*){0,3})\?="
)
CUT_OFF = re.compile(r"=\?(?P<charset>[^?\s*]{1,60})\?(?P<how>[bBqQ])\?(?P<text>[^?\s]+)\??$")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def decode_words(text: str, notes: Notes) -> str:
    """Return the header text with its encoded words decoded, folding undone and blanks at the ends gone.

    Neighbouring words of one charset are joined as bytes first, since some mailers cut between the bytes of a
    character.
    """
    if "=?" not in text:
        return " ".join(text.split("\n")).strip()
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    for word in _words(text):
        between = text[end : word.start()]
        is_neighbour = end > 0 and not between.strip()
        if not (is_neighbour and codec_of(charset) == codec_of(word["charset"])):
            pieces.append(_flush(pending, charset, notes))
            pending = b""
        pieces.append("" if is_neighbour else between)
        pending, charset, end = pending + _bytes_of(word), word["charset"], word.end()
    pieces += [_flush(pending, charset, notes), text[end:]]
    return " ".join("".join(pieces).split("\n")).strip()


def _words(text: str) -> list[re.Match[str]]:
    words = list(ENCODED_WORD.finditer(text))
    cut_off = CUT_OFF.search(text, words[-1].end() if words else 0)
    return [*words, cut_off] if cut_off else words


def _flush(pending: bytes, charset: str, notes: Notes) -> str:
    return decode(pending, charset, notes).replace("\r", " ") if pending else ""


def _bytes_of(word: re.Match[str]) -> bytes:
    raw = word["text"].encode("utf-8", "surrogateescape")
    return from_base64(raw) if word["how"] in "bB" else from_q(raw)


def from_base64(raw: bytes) -> bytes:
    """Decode base64 that may be cut, unpadded, padded in the middle or mixed with foreign characters.

    What follows the padding counts only if it is nothing but base64 again: lists add footers in plain text.
    """
    decoded: list[bytes] = []
    for piece in raw.split(b"="):
        if decoded and NOT_BASE64.search(piece.strip().replace(b"\r", b"").replace(b"\n", b"")):
            break
        letters = NOT_BASE64.sub(b"", piece)
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        decoded.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
    return b"".join(decoded)


def from_q(raw: bytes) -> bytes:
    """Decode the Q encoding (RFC 2047, 4.2), where an underscore is a blank."""
    return binascii.a2b_qp(raw, header=True)
