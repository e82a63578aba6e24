"""Letters as people's mail programs write them."""

from __future__ import annotations

import base64
import struct
import zlib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid


def picture(width: int = 60, height: int = 40) -> bytes:
    """Return a PNG: a grey window with a red bar, as a screenshot of an error might look from afar."""
    rows = b"".join(
        b"\0" + (b"\xd0\x30\x30" if 10 < y < 18 else b"\xee\xee\xee") * width for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def from_outlook(sender: str, name: str, subject: str, html: str, to: str = "it@yunhe.example") -> bytes:
    """Return a mail with a GBK subject, an HTML body in GBK, an inline screenshot and a log file."""
    log = "2026-11-21 09:01:02 ERROR 连接被拒绝\r\n".encode("gbk")
    html = f"<html><body><div style='font-family:宋体'>{html}<img src='cid:screen@1'></div></body></html>"
    parts = [
        _part("text/html; charset=gb2312", html.encode("gbk")),
        _part('image/png; name="=?gb2312?B?vdjNvC5wbmc=?="', picture(), "inline", "screen@1"),
    ]
    related = _joined("related", parts, "r1")
    return _joined(
        "mixed",
        [related, _part('text/plain; name="client.log"', log, 'attachment; filename="client.log"')],
        "m1",
        {
            "From": f"{_gbk(name)} <{sender}>",
            "To": to,
            "Subject": _gbk(subject),
            "Date": formatdate(localtime=True),
            "Message-ID": make_msgid(domain="mail.yunhe.example"),
            "X-Mailer": "Microsoft Outlook 16.0",
        },
    )


def plain(
    sender: str, subject: str, text: str, *, answers: str = "", to: str = "it@yunhe.example"
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = formatdate(localtime=True), make_msgid(domain="mail.yunhe.example")
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    mail.set_content(text)
    return mail


def _gbk(text: str) -> str:
    return f"=?gb2312?B?{base64.b64encode(text.encode('gbk')).decode()}?="


def _part(kind: str, content: bytes, disposition: str = "", content_id: str = "") -> bytes:
    head = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64"]
    head += [f"Content-Disposition: {disposition}"] if disposition else []
    head += [f"Content-ID: <{content_id}>"] if content_id else []
    return "\r\n".join(head).encode() + b"\r\n\r\n" + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _joined(kind: str, parts: list[bytes], mark: str, head: dict[str, str] | None = None) -> bytes:
    lines = [f"{name}: {value}" for name, value in (head or {}).items()]
    lines += ["MIME-Version: 1.0"] if head else []
    lines.append(f'Content-Type: multipart/{kind}; boundary="{mark}"')
    body = b"".join(b"\r\n--" + mark.encode() + b"\r\n" + part for part in parts)
    return "\r\n".join(lines).encode() + b"\r\n" + body + b"\r\n--" + mark.encode() + b"--\r\n"
