"""Mail that no human being would write: the reading neither fails nor lets through what a database refuses."""

from __future__ import annotations

from dataclasses import astuple

from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.ground.channels.email.reading import frames
from bihuan.ground.channels.email.reading.charsets import decode
from bihuan.ground.channels.email.reading.encoded_words import decode_words
from bihuan.ground.channels.email.reading.letter import Letter, read
from bihuan.ground.channels.email.reading.limits import Notes
from bihuan.ground.channels.email.reading.markup import text_of
from bihuan.ground.channels.email.reading.reply import trim_reply

PIECES = st.sampled_from(
    [
        b"From: ", b"To: a@b.c, ", b"Subject: =?gb2312?B?", b"=?utf-8?Q?", b"?=", b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n",
        b"--b--\n", b"\n", b"\r\n", b"\n\n", b" ", b"\t", b"Content-Type: text/html; charset=", b"gbk", b"utf-7", b"hz", b"iso-2022-cn", b"x",
        b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n", b"Content-Disposition: attachment; filename*0*=",
        b"utf-8''%E6%89", b'"', b"<", b">", b"(", b")", b"@", b",", b";", b":", b"=", b"\x00", b"\x1b$B", b"\x0e", b"~{", b"+AG", b"\xff\xfe",
        b"\xed\xa0\x80", "打印机".encode("gbk"), "打印机".encode(), b"begin 644 a\n", b"end\n", b"<p>", b"<!--", b"<style>", b"&#55296;", b"&#0;",
        b"> ", b"-- \n", b"On 5 Jan 2026, 10:00, A <a@b.c> wrote:\n", "发件人：a@b.c\n发送时间：1\n".encode(), b"Return-Path: <>\n",
        b"Content-Type: message/rfc822\n\n", b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n",
        b"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.c\nStatus: 5.1.1\n", b"Date: Mon, 5 Jan 2026 10:00:00 +9999\n",
        b"X-" + b"a" * 90 + b": b\n",
        b"X-A: b\n",
        b"no field\n",
    ]
)  # fmt: skip
WIRE = st.lists(PIECES | st.binary(max_size=12), max_size=60).map(b"".join)
WRITTEN = st.text(max_size=300) | st.lists(PIECES, max_size=40).map(
    lambda pieces: b"".join(pieces).decode("utf-8", "replace")
)


def texts(letter: Letter) -> list[str]:
    """Return every text in a letter."""
    found: list[str] = []
    rest: list[object] = list(astuple(letter))
    while rest:
        value = rest.pop()
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, (tuple, list)):
            rest += value
    return found


@settings(max_examples=400, deadline=2000)
@given(WIRE)
def test_no_bytes_fail_and_none_come_out_that_a_database_refuses(raw: bytes) -> None:
    letter = read(raw)

    assert not any("\x00" in text for text in texts(letter))
    assert all(text.encode("utf-8") is not None for text in texts(letter))
    assert not any("\n" in text for text in (letter.subject, letter.from_name, letter.from_email))
    assert all(part.size == len(part.content) for part in letter.attachments)
    assert not [problem for problem in letter.problems if problem.startswith("unreadable")]
    assert frames.decode(b"".join(frames.encode(letter))) == letter


@settings(max_examples=200, deadline=2000)
@given(
    st.binary(max_size=200),
    st.sampled_from(
        ["", "gbk", "big5", "hz", "utf-7", "utf-16", "iso-2022-cn", "iso-2022-jp", "koi8-r", "?"]
    ),
)
def test_every_charset_gives_clean_text(raw: bytes, label: str) -> None:
    text = decode(raw, label, Notes())

    assert "\x00" not in text
    assert text.encode("utf-8") is not None


@settings(max_examples=200, deadline=2000)
@given(WRITTEN)
def test_no_text_fails_wherever_it_stands(text: str) -> None:
    decode_words(text, Notes())
    text_of(text)
    trim_reply(text, html=True)

    assert len(trim_reply(text)) <= len(text.replace("\r\n", "\n")) + text.count("\t") * 8


@settings(max_examples=200, deadline=2000)
@given(
    st.lists(
        st.sampled_from(["好的，已经重启。", "It is an HP.", "还有一个问题", "", "see above", "5 × 3"]),
        min_size=1,
        max_size=8,
    )
)
def test_plain_sentences_are_never_trimmed(lines: list[str]) -> None:
    text = "\n".join(lines)

    assert trim_reply(text) == text.strip("\n")
