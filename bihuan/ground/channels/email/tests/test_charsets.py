"""Bytes to text under true, false and missing labels."""

from __future__ import annotations

import pytest

from bihuan.ground.channels.email.reading.charsets import codec_of, decode
from bihuan.ground.channels.email.reading.limits import Notes


@pytest.mark.parametrize(
    ("text", "written_in", "label"),
    [
        ("镕炉报警器", "gbk", "gb2312"),
        ("喆喆的显示器", "gbk", "GB2312"),
        ("𠮷野家", "gb18030", "gb18030"),
        ("打印机卡纸", "gbk", "x-gbk"),
        ("打印机卡纸", "gbk", "cp936"),
        ("打印机卡纸", "gb2312", "EUC-CN"),
        ("打印机卡纸", "gbk", "iso-gb2312"),
        ("印表機卡紙", "big5", "Big5"),
        ("打印机卡纸，请处理", "utf-8", "big5"),
        ("打印机卡纸，请处理", "utf-8", "gb2312"),
        ("打印机卡纸", "gbk", "utf-8"),
        ("打印机卡纸", "utf-8", "us-ascii"),
        ("打印机卡纸", "utf-8", "iso-8859-1"),
        ("己所不欲", "hz", "HZ-GB-2312"),
        ("日本語のメール", "iso2022_jp", "ISO-2022-JP"),
        ("株式会社①", "cp932", "iso-2022-jp"),
        ("日本語", "euc_jp", "x-euc-jp"),
        ("안녕하세요", "cp949", "ks_c_5601-1987"),
        ("Grüße – „so“", "cp1252", "ISO-8859-1"),
        ("Привет", "koi8-r", "koi8-r"),
        ("สวัสดี", "cp874", "tis-620"),
        ("naïve", "utf-7", "unicode-1-1-utf-7"),
    ],
)
def test_text_comes_back_whatever_the_label_claims(text: str, written_in: str, label: str) -> None:
    assert decode(text.encode(written_in), label, Notes()) == text


@pytest.mark.parametrize(
    ("text", "written_in"),
    [
        ("打印机从早上开始无法打印", "gbk"),
        ("您好，请帮忙看一下", "gbk"),
        ("印表機壞了，請幫忙處理", "big5"),
        ("プリンターが動きません", "cp932"),
        ("Не работает принтер в кабинете", "cp1251"),
        ("Не работает принтер в кабинете", "koi8-r"),
        ("Der Drucker geht nicht, schöne Grüße", "latin-1"),
        ("프린터가 안 됩니다", "euc-kr"),
        ("打印机坏了", "utf-8"),
    ],
)
def test_text_without_label_is_read_by_its_looks(text: str, written_in: str) -> None:
    assert decode(text.encode(written_in), "", Notes()) == text


def test_a_hint_from_elsewhere_in_the_message_goes_before_the_looks() -> None:
    assert decode("件名ですネ".encode("cp932"), "", Notes(), hint="iso-2022-jp") == "件名ですネ"


def test_shifted_chinese_of_rfc_1922_is_read() -> None:
    assert decode(b"\x1b$)A\x0e=;;;\x0f ok", "iso-2022-cn", Notes()) == "交换 ok"


@pytest.mark.parametrize(
    "label",
    ["zip", "idna", "rot13", "unicode_escape", "base64", "undefined", "no-such", "\x00", "a" * 999],
    ids=repr,
)
def test_no_label_reaches_a_codec_that_is_no_charset(label: str) -> None:
    notes = Notes()

    text = decode(b"a\\x41", label, notes)

    assert (codec_of(label), text, notes.words) == ("", "a\\x41", ("unknown-charset",))


@pytest.mark.parametrize("raw", [b"a\x00b", b"a\xed\xa0\x80b", b"\xff\xfea\x00b\x00", b"+2AA-"], ids=repr)
@pytest.mark.parametrize("label", ["", "utf-8", "utf-16", "utf-7", "gbk", "latin-1"])
def test_neither_nul_nor_half_a_character_comes_out(raw: bytes, label: str) -> None:
    text = decode(raw, label, Notes())

    assert "\x00" not in text
    assert text.encode("utf-8")


def test_a_character_cut_at_the_end_spoils_no_more_than_itself() -> None:
    notes = Notes()

    text = decode("打印机坏了".encode()[:-1], "utf-8", notes)

    assert (text, notes.words) == ("打印机坏\ufffd", ("wrong-charset",))
