"""Raw messages for tests, written down as short as they can be."""

from __future__ import annotations

import base64

LIN = "林小满 <lin@corp.example>"
DESK = "desk@corp.example"


def draft(
    body: str | bytes = "打印机坏了",
    *,
    kind: str = "text/plain; charset=utf-8",
    fields: str | bytes = "",
    sender: str | None = LIN,
    subject: str | bytes = "打印机",
) -> bytes:
    """Return a message; text is encoded as UTF-8, bytes are taken as they are."""
    lines = [
        _raw(fields).rstrip(b"\n"),
        b"From: " + _raw(sender) if sender is not None else b"",
        b"To: " + DESK.encode(),
        b"Subject: " + _raw(subject),
        b"MIME-Version: 1.0",
        b"Content-Type: " + kind.encode() if kind else b"",
    ]
    return b"\n".join(line for line in lines if line) + b"\n\n" + _raw(body)


def part(body: str | bytes, kind: str = "text/plain; charset=utf-8", fields: str | bytes = "") -> bytes:
    """Return one part for `several`."""
    head = [b"Content-Type: " + kind.encode() if kind else b"", _raw(fields).rstrip(b"\n")]
    return b"\n".join(line for line in head if line) + b"\n\n" + _raw(body)


def several(
    *parts: bytes, kind: str = "mixed", fields: str | bytes = "", more: str = "", **others: str
) -> bytes:
    """Return a multipart message."""
    content = f'multipart/{kind}; boundary="=_frame"{more}'
    body = b"".join(b"--=_frame\n" + each + b"\n" for each in parts) + b"--=_frame--\n"
    return draft(body, kind=content, fields=fields, **others)


def inner(*parts: bytes, kind: str, boundary: str = "=_inner") -> bytes:
    """Return a multipart to stand as a part of another."""
    line = f"--{boundary}".encode()
    return part(
        b"".join(line + b"\n" + each + b"\n" for each in parts) + line + b"--\n",
        f"multipart/{kind}; boundary={boundary}",
    )


def b64(content: str | bytes, charset: str = "utf-8") -> str:
    return base64.b64encode(content if isinstance(content, bytes) else content.encode(charset)).decode()


def word(text: str, charset: str = "utf-8") -> str:
    """Return an encoded word (RFC 2047)."""
    return f"=?{charset}?B?{b64(text, charset)}?="


def _raw(text: str | bytes | None) -> bytes:
    return text if isinstance(text, bytes) else (text or "").encode()
