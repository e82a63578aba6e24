"""Text and attachments, out of every kind of structure."""

from __future__ import annotations

import base64

import pytest

from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.tests.drafts import b64, draft, inner, part, several, word

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
PICTURE = part(
    base64.encodebytes(PNG),
    "image/png; name=shot.png",
    "Content-Transfer-Encoding: base64\nContent-ID: <shot@1>\nContent-Disposition: inline; filename=shot.png",
)


@pytest.mark.requirement("INT-02")
def test_text_page_picture_and_file_of_one_mail_are_told_apart() -> None:
    page = part('<p>打印机<img src="cid:shot@1"></p>', "text/html; charset=utf-8")
    raw = several(
        inner(part("打印机"), inner(page, PICTURE, kind="related", boundary="rel"), kind="alternative"),
        part(b"2026 error", "text/plain; name=a.log", "Content-Disposition: attachment; filename=a.log"),
    )

    letter = read(raw)

    assert (letter.body_text, letter.body_html) == ("打印机", '<p>打印机<img src="cid:shot@1"></p>')
    assert [(each.name, each.type, each.size, each.is_inline) for each in letter.attachments] == [
        ("shot.png", "image/png", len(PNG), True),
        ("a.log", "text/plain", 10, False),
    ]
    assert letter.attachments[0].content == PNG
    assert letter.attachments[0].content_id == "shot@1"


def test_texts_around_attachments_are_joined_in_their_order() -> None:
    raw = several(part("before"), PICTURE, part("between"), part("<b>last</b>", "text/html"))

    letter = read(raw)

    assert letter.body_text == "before\n\nbetween\n\nlast"
    assert [letter.body_html.index(word) for word in ("before", "between", "<b>last")] == sorted(
        letter.body_html.index(word) for word in ("before", "between", "<b>last")
    )


def test_plain_text_stands_escaped_in_the_page_of_a_mixed_mail() -> None:
    letter = read(several(part("<b>hi</b>"), part("<p>x</p>", "text/html")))

    assert "&lt;b&gt;hi" in letter.body_html


def test_a_form_for_other_screens_is_neither_text_nor_attachment() -> None:
    letter = read(several(part("hello"), part("<html amp4email>", "text/x-amp-html"), kind="alternative"))

    assert (letter.body_text, letter.body_html, letter.attachments) == ("hello", "", ())


@pytest.mark.parametrize("plain", ["", " \n", "Your program cannot show this mail."])
def test_the_page_speaks_where_the_plain_form_does_not(plain: str) -> None:
    page = part("<p>The scanner on floor three does not start any more.</p>", "text/html")

    assert read(several(part(plain), page, kind="alternative")).body_text.startswith(
        "The scanner on floor three"
    )


def test_a_page_alone_is_set_as_text() -> None:
    letter = read(draft("<p>Hi</p><ul><li>one<li>two</ul>", kind="text/html"))

    assert (letter.body_text, letter.body_html) == ("Hi\n\n- one\n- two", "<p>Hi</p><ul><li>one<li>two</ul>")


def test_a_charset_named_only_in_the_page_is_used() -> None:
    page = (
        '<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"></head><body>喆</body>'
    )

    assert read(draft(page.encode("gbk"), kind="text/html")).body_text == "喆"


@pytest.mark.parametrize(
    ("fields", "body", "text"),
    [
        ("Content-Transfer-Encoding: base64", b64("打印机"), "打印机"),
        ("Content-Transfer-Encoding: BASE64", b64("打印机").rstrip("="), "打印机"),
        ("Content-Transfer-Encoding: base64", b64("打印")[:-2] + "!*" + b64("打印")[-2:], "打印"),
        ("Content-Transfer-Encoding: base64", b64("打印") + "\n\n-- \nlist footer, plain", "打印"),
        ("Content-Transfer-Encoding: base64", b64("a") + "\n" + b64("b"), "ab"),
        (
            "Content-Transfer-Encoding: base64",
            "This was never encoded, was it?",
            "This was never encoded, was it?",
        ),
        ("Content-Transfer-Encoding: quoted-printable", "caf=C3=A9 =\nnow =ZZ", "café now =ZZ"),
        ("Content-Transfer-Encoding: 8bit", "打印机", "打印机"),
        ("Content-Transfer-Encoding: x-odd", "plain", "plain"),
    ],
)
def test_transfer_encodings_are_undone_even_when_broken(fields: str, body: str, text: str) -> None:
    assert read(draft(body, fields=fields)).body_text == text


def test_a_uuencoded_file_leaves_the_text_and_becomes_an_attachment() -> None:
    raw = draft("see file\nbegin 644 打印.log\n#86)C\n`\nend\nthanks\n")

    letter = read(raw)

    assert letter.body_text.split() == ["see", "file", "thanks"]
    assert [(each.name, each.content) for each in letter.attachments] == [("打印.log", b"abc")]


@pytest.mark.parametrize(
    "text", ["begin 644 x\nnot data at all, but prose\nend", "begin with the fax", "begin 644 never ended"]
)
def test_what_only_looks_uuencoded_stays_text(text: str) -> None:
    letter = read(draft(text))

    assert (letter.body_text, letter.attachments) == (text, ())


def test_flowed_text_is_joined_but_quotes_and_signature_are_not() -> None:
    text = "one \ntwo\n> three \n> four\n five\n-- \nLin"

    assert (
        read(draft(text, kind="text/plain; format=flowed")).body_text
        == "one two\n> three four\nfive\n-- \nLin"
    )


def test_flowed_chinese_is_joined_without_blanks() -> None:
    assert (
        read(draft("打印 \n机", kind="text/plain; charset=utf-8; format=flowed; delsp=yes")).body_text
        == "打印机"
    )


@pytest.mark.parametrize(
    ("node", "name", "media_type"),
    [
        (part("BEGIN:VCALENDAR", "text/calendar; method=REQUEST"), "invite.ics", "text/calendar"),
        (
            part(b"x", "application/ms-tnef", "Content-Disposition: attachment"),
            "winmail.dat",
            "application/ms-tnef",
        ),
        (part(b"x", "application/ms-tnef; name=winmail.dat"), "winmail.dat", "application/ms-tnef"),
        (part(draft(subject="旧事"), "message/rfc822"), "旧事.eml", "message/rfc822"),
        (part(b"From: a@b.example\n\nx", "message/rfc822"), "part-1.eml", "message/rfc822"),
        (part(b"x", "application/pdf"), "part-1.pdf", "application/pdf"),
        (part(b"x", "image/jpeg"), "part-1.jpg", "image/jpeg"),
        (part(b"x", "application/x-odd+thing"), "part-1.bin", "application/x-odd+thing"),
        (part(b"x", 'evil/"><script>'), "part-1.bin", "application/octet-stream"),
        (part("x", "text/plain; name=note.txt"), "note.txt", "text/plain"),
        (part("x", "text/html", "Content-Disposition: attachment; filename=x.html"), "x.html", "text/html"),
        (part(b"x", f'application/pdf; name="{word("报告.pdf")}"'), "报告.pdf", "application/pdf"),
        (
            part(b"x", "application/pdf", "Content-Disposition: attachment; filename*=gbk''%B1%A8.pdf"),
            "报.pdf",
            "application/pdf",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "raw",
)
def test_what_is_no_text_is_attached_under_a_name(node: bytes, name: str, media_type: str) -> None:
    letter = read(several(part("hello"), node))

    assert letter.body_text == "hello"
    assert [(each.name, each.type) for each in letter.attachments] == [(name, media_type)]


def test_raw_gbk_in_a_file_name_is_read() -> None:
    node = part(
        b"x",
        "application/pdf",
        b'Content-Disposition: attachment; filename="' + "报告.pdf".encode("gbk") + b'"',
    )

    assert read(several(part("hi"), node)).attachments[0].name == "报告.pdf"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\temp\\\\a.txt", "a.txt"),
        ("/abs/a.txt", "a.txt"),
        ("2026/10 report.txt", "2026_10 report.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\u200b.txt", "a.txt"),
        ("..", "part-1.bin"),
        ("x" * 400 + ".txt", "x" * 169 + ".txt"),
    ],
    ids=repr,
)
def test_a_file_name_has_no_path_and_hides_nothing(written: str, name: str) -> None:
    node = part(b"x", "application/octet-stream", f'Content-Disposition: attachment; filename="{written}"')

    assert read(several(part("hi"), node)).attachments[0].name == name


def test_a_forwarded_mail_is_one_attachment_whatever_it_holds() -> None:
    forwarded = draft(
        "--in\n\ninner\n--in\nContent-Type: image/png\n\nx\n--in--", kind="multipart/mixed; boundary=in"
    )

    letter = read(several(part("outer"), part(forwarded, "message/rfc822")))

    assert letter.body_text == "outer"
    assert [each.content for each in letter.attachments] == [forwarded]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (draft("--x\nContent-Type: text/plain\n\nhello\n--x--\n", kind="multipart/mixed"), "hello"),
        (draft("--x\nContent-Type: text/plain\n\nhello\n", kind="multipart/mixed; boundary=x"), "hello"),
        (
            draft("--x\n\nhello\n--x--\n--x\n\nmore\n--x--", kind="multipart/mixed; boundary=x"),
            "hello\n\nmore",
        ),
        (draft("--x\nno header at all\n--x--", kind="multipart/mixed; boundary=x"), "no header at all"),
        (draft("--xy\n\nhello\n--x\n\nyes\n--x--", kind='multipart/mixed; boundary="x"'), "yes"),
        (draft("no boundary anywhere", kind="multipart/mixed; boundary=x"), "no boundary anywhere"),
        (draft("", kind="multipart/mixed; boundary=x"), ""),
        (draft("hello", kind="plain"), "hello"),
        (draft("hello", kind="text"), "hello"),
        (draft("hello", kind=""), "hello"),
        (draft("hello", kind="text/plain charset=utf-8"), "hello"),
    ],
    ids=lambda value: repr(value[-60:]),
)
def test_broken_structures_still_give_their_text(raw: bytes, text: str) -> None:
    letter = read(raw)

    assert (letter.body_text, letter.attachments) == (text, ())


def test_an_empty_part_is_no_attachment_and_no_text() -> None:
    letter = read(several(part(""), part("hello"), part("\n")))

    assert (letter.body_text, letter.attachments) == ("hello", ())


def test_a_signature_of_cryptography_is_attached_and_the_text_read() -> None:
    letter = read(several(part("signed"), part(b"x", "application/pgp-signature"), kind="signed"))

    assert (letter.body_text, letter.attachments[0].type) == ("signed", "application/pgp-signature")
