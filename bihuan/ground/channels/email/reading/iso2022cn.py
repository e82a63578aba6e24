"""ISO-2022-CN (RFC 1922), which Python has no codec for: GB 2312 between shift-out and shift-in."""

from __future__ import annotations

import re

TOKENS = re.compile(
    rb"(\x1b\$\)[A-Z])|(\x1b\$[*+][A-Z])|(\x1b[N\x4f]..)|(\x0e)|(\x0f)|([^\x1b\x0e\x0f]+)|(.)", re.DOTALL
)
GB_2312 = b"\x1b$)A"


def decode(data: bytes) -> str:
    """Return the text; characters of the Taiwanese planes, which hardly any mail holds, become U+FFFD."""
    pieces: list[str] = []
    is_shifted, designated = False, GB_2312
    for designation, _, _, out, into, run, _ in TOKENS.findall(data):
        designated = designation or designated
        is_shifted = bool(out) or (is_shifted and not into)
        if run:
            pieces.append(_shifted(run, designated) if is_shifted else run.decode("latin-1"))
    return "".join(pieces)


def _shifted(run: bytes, designated: bytes) -> str:
    """Decode one run of double-byte characters; a line break inside it stays what it is (RFC 1922, 7.1)."""
    if designated != GB_2312:
        return "\ufffd" * (len(run) // 2)
    return bytes(byte | 0x80 if byte > 0x20 else byte for byte in run).decode("gb2312", "replace")
