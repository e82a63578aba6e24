from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from bihuan.front.ops.demo.company import company
from bihuan.front.ops.demo.samples import make

SAMPLES = ("printer", "vpn")


def sample(name: str) -> bytes:
    return (make.FOLDER / f"{name}.eml").read_bytes()


def read(name: str) -> EmailMessage:
    message = message_from_bytes(sample(name), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_what_its_maker_makes(name: str) -> None:
    assert sample(name) == getattr(make, name)()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_sound_mime_with_the_line_ends_of_mail(name: str) -> None:
    raw = sample(name)

    defects = [defect for part in read(name).walk() for defect in part.defects]

    assert defects == []
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_from_somebody_of_the_demo_company(name: str) -> None:
    addresses = {person.email for person in company(1).people}

    sender = read(name)["From"].addresses[0]

    assert sender.addr_spec in addresses


def test_the_chinese_sample_is_gbk_with_a_picture_in_the_text_and_a_log_attached() -> None:
    raw, message = sample("printer"), read("printer")
    html = message.get_body(("html",))
    assert html is not None
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    log = next(part for part in message.walk() if part.get_content_disposition() == "attachment")

    assert b"Subject: =?gbk?" in raw
    assert message["Subject"] == "A座6楼打印机PR-A6-02卡纸，打不了付款申请单"
    assert html.get_content_charset() == "gbk"
    assert f"cid:{picture['Content-ID'].strip('<>')}" in html.get_content()
    assert picture.get_content().startswith(b"\x89PNG\r\n")
    assert log.get_filename() == "打印日志.log"
    assert "13.20.00 后部卡纸" in log.get_content()


def test_the_english_sample_is_plain_text() -> None:
    message = read("vpn")

    assert message.get_content_type() == "text/plain"
    assert "error 809" in message.get_content()
