"""Messages made to cost much: each shape was once seen to take a parser seconds, hours or all memory."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable

KB, MB = 1000, 1000 * 1000
HEAD = b"From: Lin <lin@corp.example>\r\nTo: desk@corp.example\r\nMIME-Version: 1.0\r\n"


def field(name: str, value: bytes) -> bytes:
    return HEAD + name.encode() + b": " + value + b"\r\n\r\nbody"


def text(body: bytes, kind: str = "text/plain; charset=utf-8") -> bytes:
    return HEAD + b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body


def page(body: bytes) -> bytes:
    return text(body, "text/html; charset=utf-8")


def sent_by(sender: bytes, body: bytes = b"body") -> bytes:
    return HEAD.replace(b"Lin <lin@corp.example>", sender) + b"\r\n" + body


def many_parts(count: int, inner: bytes) -> bytes:
    return text((b"--b\r\n" + inner) * count + b"--b--\r\n", "multipart/mixed; boundary=b")


def nested(depth: int, innermost: bytes = b"deep") -> bytes:
    lines = [
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level, level + 1)
        for level in range(depth)
    ]
    return text(b"".join(lines) + b"--b%d\r\n\r\n" % depth + innermost, "multipart/mixed; boundary=b0")


def coded(encoding: str, body: bytes) -> bytes:
    return HEAD + b"Content-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + body


DAEMON = b"MAILER-DAEMON@mx.example"
REPORT = b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"

SHAPES: dict[str, Callable[[], bytes]] = {
    "semicolons in a disposition": lambda: field("Content-Disposition", b"attachment" + b";" * MB),
    "many dispositions": lambda: (
        HEAD + (b"Content-Disposition: x" + b";" * 8000 + b"\r\n") * 100 + b"\r\nbody"
    ),
    "20,000 recipients": lambda: field(
        "To", b", ".join(b"u%d@c.example" % number for number in range(20_000))
    ),
    "100,000 recipient fields": lambda: HEAD + b"To: u@c.example\r\n" * 100_000 + b"\r\nbody",
    "20,000 encoded words": lambda: field("Subject", b" ".join([b"=?utf-8?B?5byg?="] * 20_000)),
    "encoded words that never end": lambda: field("Subject", b"=?a?q?" * 100_000),
    "beginnings of encoded words": lambda: field("To", b"=?" * 300_000),
    "50,000 continuations of a name": lambda: field(
        "Content-Disposition", b"; ".join(b"filename*%d*=%%20" % n for n in range(50_000))
    ),
    "open brackets in From": lambda: sent_by(b"(" * 200_000),
    "quotes in From": lambda: sent_by(b'"' * 200_001),
    "angles in From": lambda: sent_by(b"<" * 100_000 + b">" * 100_000),
    "backslashes in From": lambda: sent_by(b'"' + b"\\" * 200_001),
    "open brackets in MIME-Version": lambda: field("MIME-Version", b"(" * MB),
    "brackets in References": lambda: field("References", b"<" * MB),
    "100,000 references": lambda: field("References", b"<a@b> " * 100_000),
    "1,000 parts in each other": lambda: nested(1000),
    "20 frames around a megabyte": lambda: nested(20, b"x\r\n" * 300_000),
    "100,000 empty parts": lambda: many_parts(100_000, b"\r\n"),
    "20,000 parts of odd charset": lambda: many_parts(
        20_000, b"Content-Type: text/plain; charset=x\r\n\r\n\xc4\xe3\xba\xc3\r\n"
    ),
    "10,000 fields": lambda: (
        HEAD + b"".join(b"X-%d: v\r\n" % number for number in range(10_000)) + b"\r\nbody"
    ),
    "a million bytes of short fields": lambda: HEAD + b"a:\r\n" * 250_000 + b"\r\nbody",
    "a field without end": lambda: HEAD + b"X: " + b"a" * (20 * MB),
    "lines that are no fields": lambda: HEAD + b"x\n" * 400_000 + b"Cc: a@b.example\n\nbody",
    "every other line no field": lambda: HEAD + b"Cc:x\nx\n" * 100_000 + b"\n\nbody",
    "fields with endless names": lambda: (
        HEAD + (b"X-" + b"a" * 100 + b": b\r\nX-B: c\r\n") * 1500 + b"\r\nbody"
    ),
    "a long folded field": lambda: HEAD + b"X: a\r\n" + b" b\r\n" * 250_000 + b"\r\nbody",
    "a field folded into blanks": lambda: HEAD + b"Cc: a\r\n" + b" \r\n" * 300_000 + b"\r\nbody",
    "a boundary of one hyphen": lambda: text(b"-" * (5 * MB), "multipart/mixed; boundary=-"),
    "an empty boundary": lambda: text(b"--\r\n" * 250_000, 'multipart/mixed; boundary=""'),
    "parts without a named boundary": lambda: text(
        b"--x\r\nContent-Type: text/plain\r\n\r\nhi\r\n" * 20_000, "multipart/mixed"
    ),
    "forwarded in forwarded": lambda: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5000 + b"x",
    "base64 of nothing but padding": lambda: coded("base64", b"QUJD=" * 200_000),
    "base64 of foreign bytes": lambda: coded("base64", b"=\xff" * 500_000),
    "soft line breaks only": lambda: coded("quoted-printable", b"=\r\n" * 300_000),
    "uuencoded files that never end": lambda: text(b"begin 644 x\n" * 80_000),
    "uuencoded files that end": lambda: text(b"begin 644 x\nM\nend\n" * 50_000),
    "comments that never end": lambda: page(b"<!--" * 250_000),
    "declarations that never end": lambda: page(b"<!" * 500_000),
    "tags that never end": lambda: page(b"<a " * 300_000),
    "tags with open quotes": lambda: page(b'<a "' * 250_000),
    "200,000 open elements": lambda: page(b"<div>" * 200_000),
    "50,000 quotes in each other": lambda: page(b"<blockquote type=cite>" * 50_000),
    "styles that never end": lambda: page(b"<style>" * 150_000),
    "100,000 open links": lambda: page(b"<a href=x>" * 100_000),
    "an endless number": lambda: page(b"&#" + b"9" * MB),
    "entities": lambda: page(b"&amp;" * 200_000),
    "letters set alone": lambda: page(b"<b>x</b>" * 120_000),
    "cells without rows": lambda: page(b"<table><tr><td>" * 65_000),
    "blanks in a paragraph": lambda: page(b"<p>" + b" " * MB),
    "lines set as they are": lambda: page(b"<pre>" + b"\n" * MB),
    "one line of brackets": lambda: text(b"hi\n" + b">" * MB),
    "500,000 quoted lines": lambda: text(b"hi\n" + b"> x\n" * 250_000),
    "answers between quotes": lambda: text(b"> x\ny\n" * 20_000),
    "attributions": lambda: text(b"On 5 May 2026, 10:00 a@b.example wrote:\n" * 25_000),
    "colons": lambda: text(b"a:\n" * 300_000),
    "labels": lambda: text(b"From: a@b.example\n" * 50_000),
    "labels with gaps": lambda: text(b"Date: x\n\n" * 100_000),
    "blank lines": lambda: text(b"\n" * MB),
    "blanks": lambda: text(b" " * MB),
    "one long rule": lambda: text(b"-" * MB),
    "delimiters": lambda: text(b"--\n" * 300_000),
    "rules with words": lambda: text((b"-" * 100 + b" original " + b"-" * 80 + b"x\n") * 5000),
    "one long word": lambda: text(b"a" * MB),
    "soft lines": lambda: text(b"x \n" * 300_000, "text/plain; format=flowed"),
    "GBK of an odd label": lambda: text("打印机".encode("gbk") * 150_000, "text/plain; charset=odd"),
    "all high bytes": lambda: text(bytes(range(128, 256)) * 8000, "text/plain"),
    "NUL": lambda: text(b"\0" * MB),
    "halves of characters": lambda: text(b"\xed\xa0\x80" * 300_000),
    "UTF-7": lambda: text(b"+AGE-" * 200_000, "text/plain; charset=utf-7"),
    "shifted Chinese": lambda: text(b"\x1b$)A\x0e=;;;\x0f" * 100_000, "text/plain; charset=iso-2022-cn"),
    "a label of another kind of codec": lambda: text(b"a-" * 500_000, "text/plain; charset=idna"),
    "old newlines": lambda: (HEAD + b"\r\n" + b"x\r\n" * 300_000).replace(b"\r\n", b"\r"),
    "a report on 50,000 addresses": lambda: many_parts(
        1, b"Content-Type: message/delivery-status\r\n\r\n" + REPORT * 50_000
    ),
    "a report that says it often": lambda: sent_by(
        DAEMON, b"550 5.1.1 user address mailbox domain " * 30_000
    ),
    "a report of halves of addresses": lambda: sent_by(DAEMON, b"a@" * 500_000),
    "noise": lambda: random.Random(5).randbytes(MB),
    "50 MB attached": lambda: coded(
        "base64\r\nContent-Type: application/zip", base64.encodebytes(b"\x01\x02\x03" * (50 * MB // 3))
    ),
    "60 MB of text": lambda: text("打印机坏了 printer broken\n".encode() * (2 * MB)),
}
