"""Header fields: their block, their words, their parameters, their dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bihuan.ground.channels.email.reading.dates import read_date
from bihuan.ground.channels.email.reading.encoded_words import decode_words
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.limits import Notes
from bihuan.ground.channels.email.reading.parameters import read_field
from bihuan.ground.channels.email.tests.drafts import b64, draft, word

SPLIT = "打印".encode()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?B?5omT5Y2w5py6?=", "打印机"),
        ("=?GB2312?B?" + b64("喆印", "gbk") + "?=", "喆印"),
        ("=?UTF-8?Q?Caf=C3=A9_au_lait?=", "Café au lait"),
        (f"=?utf-8?B?{b64(SPLIT[:4])}?= =?utf-8?B?{b64(SPLIT[4:])}?=", "打印"),
        (f"=?utf-8?B?{b64(SPLIT[:4])}?=\n =?UTF8?B?{b64(SPLIT[4:])}?=", "打印"),
        ("=?utf-8?Q?=E6=89?= =?utf-8?B?" + b64(SPLIT[2:]) + "?=", "打印"),
        (word("张") + " " + word("三", "gbk"), "张三"),
        ("Re: " + word("打印") + " now", "Re: 打印 now"),
        ("a=?utf-8?q?=C3=A9?=b", "aéb"),
        ("=?us-ascii?Q?Room 12 / East?=", "Room 12 / East"),
        ("=?utf-8?B?" + b64("打印机").rstrip("=") + "?=", "打印机"),
        ("=?utf-8?B?" + b64("印") + "==?=", "印"),
        ("=?utf-8?Q?really??=", "really?"),
        ("=?utf-8?B?5omT5Y2w", "打印"),
        ("=?utf-8*zh?B?5omT5Y2w?=", "打印"),
        ("=?no-such?Q?abc?=", "abc"),
        ("=?utf-8?X?abc?= 5=?6", "=?utf-8?X?abc?= 5=?6"),
        ("=??B??=", "=??B??="),
    ],
)
def test_encoded_words_are_read_as_mailers_write_them(written: str, meant: str) -> None:
    assert decode_words(written, Notes()) == meant


@pytest.mark.parametrize(
    ("written", "value", "name"),
    [
        ('attachment; filename="a b.txt"', "attachment", "a b.txt"),
        ("attachment; filename=Report of May.txt", "attachment", "Report of May.txt"),
        ("attachment; filename*=utf-8''%E6%89%93%E5%8D%B0.txt", "attachment", "打印.txt"),
        ("attachment; filename*=gb2312'zh'%B4%F2%D3%A1.txt", "attachment", "打印.txt"),
        ("attachment; filename*0=Re; filename*1=port.txt", "attachment", "Report.txt"),
        ("attachment; filename*1*=%E5%8D%B0.txt; filename*0*=utf-8''%E6%89%93", "attachment", "打印.txt"),
        ("attachment; filename*0*=utf-8''%E6%89; filename*1*=%93.txt", "attachment", "打.txt"),
        (
            f'attachment; filename*0="{word("打印")[:12]}"; filename*1="{word("打印")[12:]}"',
            "attachment",
            "打印",
        ),
        ("attachment; filename=old.txt; filename*=utf-8''%E6%89%93.txt", "attachment", "打.txt"),
        (f'inline; filename="{word("日志")}.log"', "inline", "日志.log"),
        ('attachment; filename="打印.txt"', "attachment", "打印.txt"),
        ('attachment; filename="a;b.txt"', "attachment", "a;b.txt"),
        ('attachment; filename="a\\"b.txt"', "attachment", 'a"b.txt'),
        ('attachment; filename="never closed.txt', "attachment", "never closed.txt"),
        ("attachment filename=x.txt", "attachment", "x.txt"),
        ("ATTACHMENT ; FileName = x.txt ;; =; novalue", "attachment", "x.txt"),
    ],
)
def test_parameters_are_read_in_all_their_forms(written: str, value: str, name: str) -> None:
    field = read_field(written, Notes())

    assert (field.value, field.parameters["filename"]) == (value, name)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 05 Jan 2026 10:00:00 +0800", "2026-01-05T02:00:00+00:00"),
        ("5 Jan 2026 10:00 GMT", "2026-01-05T10:00:00+00:00"),
        ("Mon, 5 Jan 26 10:00:00 EST (Eastern)", "2026-01-05T15:00:00+00:00"),
        ("Mon,  5-Jan-2026 10.00.00 -0330", "2026-01-05T13:30:00+00:00"),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59+00:00"),
    ],
)
def test_dates_keep_their_moment(written: str, meant: str) -> None:
    moment = read_date(written)

    assert moment is not None
    assert moment.utcoffset() is not None
    assert moment.astimezone(UTC) == datetime.fromisoformat(meant)


def test_a_date_keeps_its_own_zone() -> None:
    moment = read_date("Mon, 05 Jan 2026 10:00:00 +0800")

    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "Mon, 45 Jan 2026 10:00 +0000",
        "1 Jan 2026 29:00:00 +0000",
        "1 Jan 0001 00:00 +1400",
        "1 Foo 2026 1:00",
    ],
)
def test_a_date_that_never_was_is_none(written: str) -> None:
    assert read_date(written) is None


def test_raw_gbk_in_a_header_is_read() -> None:
    letter = read(draft(subject="打印机卡纸".encode("gbk"), fields="X-A: b"))

    assert letter.subject == "打印机卡纸"


def test_a_folded_subject_is_one_line() -> None:
    assert read(draft(subject="the printer\r\n on floor\n\tthree")).subject == "the printer on floor three"


def test_a_continuation_that_lost_its_blank_does_not_end_the_headers() -> None:
    raw = draft("the body", fields="X-Tracker: abc\nd/e+f==\nno blank here")

    letter = read(raw)

    assert (letter.from_email, letter.body_text) == ("lin@corp.example", "the body")
    assert "broken-headers" in letter.problems


def test_a_field_with_an_endless_name_is_no_field() -> None:
    letter = read(draft("the body", fields="X-" + "a" * 100 + ": b\nX-C: d"))

    assert (letter.from_email, letter.body_text) == ("lin@corp.example", "the body")


def test_a_body_that_follows_without_a_blank_line_is_not_lost() -> None:
    letter = read(b"From: lin@corp.example\nSubject: x\nhello desk\nsecond line")

    assert (letter.subject, letter.body_text) == ("x", "hello desk\nsecond line")


@pytest.mark.parametrize(
    "before", [b"From lin@corp.example Mon Jan  5 10:00:00 2026\n", b"\xef\xbb\xbf", b"\r\n\r\n"], ids=repr
)
def test_what_stands_before_the_first_field_is_passed_over(before: bytes) -> None:
    assert read(before + draft()).from_email == "lin@corp.example"


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"], ids=repr)
def test_every_kind_of_newline_is_one(newline: bytes) -> None:
    letter = read(draft("one\ntwo").replace(b"\n", newline))

    assert (letter.subject, letter.body_text) == ("打印机", "one\ntwo")


def test_only_the_first_of_a_singleton_field_counts() -> None:
    assert read(draft(fields="Subject: first\nMessage-ID: <1@a>\nMessage-ID: <2@a>")).subject == "first"


def test_message_ids_come_without_brackets_and_blanks() -> None:
    letter = read(
        draft(fields="Message-ID: <a@b>\nIn-Reply-To: <c@\n d>\nReferences: <1@x>,\n <2@x> <1@x>\n\t<3@x>")
    )

    assert (letter.message_id, letter.in_reply_to, letter.references) == ("a@b", "c@d", ("1@x", "2@x", "3@x"))


def test_a_message_id_without_brackets_is_taken_as_it_stands() -> None:
    assert read(draft(fields="Message-Id: 20260105.ab@host")).message_id == "20260105.ab@host"
