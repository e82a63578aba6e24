"""How letters leave by chat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest

from bihuan.ground.channels.chat.sending import NotSent, parts_of, plain
from bihuan.ground.channels.drains import ChatOutbox, Outbox, send_next_by_chat
from bihuan.ground.channels.models import ChatConnection, OutboundMessage, OutboundState, Purpose
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.ground.channels.posting import try_pass
from bihuan.ground.channels.tests import chat
from bihuan.ground.channels.tests.calls import KEYS
from bihuan.ground.channels.tests.cast import mailbox
from bihuan.ground.channels.tests.simulator import Platforms, running
from bihuan.ground.people.tests.cast import at, person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-04", "INT-08")]
each_platform = pytest.mark.parametrize("platform", PLATFORMS)


@pytest.fixture
def platforms(settings: Any) -> Iterator[Platforms]:
    settings.REACHABLE_NETWORKS = [ip_network("127.0.0.0/8")]
    with running() as simulated:
        yield simulated


def letter(
    platforms: Platforms,
    platform: str = "wecom",
    text: str = "**换好了** [看](https://desk.example/x)",
    **more: Any,
) -> OutboundMessage:
    connection = chat.connection(platform, address=f"http://127.0.0.1:{platforms.port}")
    fields = {"person": person("林"), "address": "lin", "purpose": Purpose.REPLY, "about": "ticket:1"}
    fields |= {"language": "zh-hans", "subject": "[IT-20260928-0001] 打印机卡纸", "connection": connection}
    return OutboundMessage.write(at=at("09:00"), mailbox=None, text=text, **fields | more)


def sent(clock: str = "09:00") -> None:
    while send_next_by_chat(at(clock)):
        pass


@each_platform
def test_a_letter_leaves_in_the_platform_s_own_way_and_words(platforms: Platforms, platform: str) -> None:
    one = letter(platforms, platform)

    sent()

    one.refresh_from_db()
    assert (one.state, one.remote_id) == (OutboundState.SENT, "1759030001.000100")
    assert [(it["account"], it["text"]) for it in platforms.sent] == [
        ("lin", "换好了 看 https://desk.example/x")
    ]


@pytest.mark.parametrize("platform", ["wecom", "dingtalk", "feishu"])
def test_a_pass_is_asked_for_once_while_it_is_good_and_anew_when_the_platform_says_so(
    platforms: Platforms, platform: str
) -> None:
    for _ in range(3):
        letter(platforms, platform)
    sent()
    assert len(platforms.passes) == 1

    platforms.faults = ["stale"]
    letter(platforms, platform)
    sent()

    assert (len(platforms.passes), len(platforms.sent)) == (2, 4)
    assert platforms.passes[-1] not in ChatConnection.objects.get().sealed_pass


@each_platform
def test_who_is_told_to_rest_rests_and_has_not_failed(platforms: Platforms, platform: str) -> None:
    platforms.faults = ["rest"]
    one = letter(platforms, platform)

    sent()
    one.refresh_from_db()
    assert (one.state, one.attempts) == (OutboundState.WAITING, 0)
    assert one.next_try_at > at("09:00")

    sent("09:05")
    one.refresh_from_db()
    assert one.state == OutboundState.SENT


@each_platform
@pytest.mark.requirement("INT-09")
def test_what_the_chat_will_not_have_goes_by_mail_once_and_says_so(
    platforms: Platforms, platform: str
) -> None:
    box = mailbox()
    platforms.faults = ["gone"]
    one = letter(platforms, platform)

    sent()
    one.refresh_from_db()
    instead = one.replacement

    assert (one.state, instead.state) == (OutboundState.FAILED, OutboundState.WAITING)
    assert (instead.mailbox, instead.connection, instead.address) == (box, None, person("林").email)
    assert (instead.text, instead.about) == (one.text, one.about)
    assert one.problem
    assert (ChatOutbox().waiting(), Outbox().waiting()) == (0, 1)

    platforms.faults = ["gone"]
    one.send_again(at("09:10"))
    sent("09:10")
    assert OutboundMessage.objects.filter(instead_of=one).count() == 1


def test_what_nobody_can_be_told_another_way_stays_failed_with_its_reason(platforms: Platforms) -> None:
    platforms.faults = ["gone"]
    one = letter(platforms, person=None)

    sent()

    one.refresh_from_db()
    assert (one.state, OutboundMessage.objects.count()) == (OutboundState.FAILED, 1)


def test_nobody_is_sent_more_in_a_minute_than_the_platform_lets_through(platforms: Platforms) -> None:
    most = PLATFORMS["dingtalk"].sender.a_minute
    for _ in range(most + 1):
        letter(platforms, "dingtalk")

    sent()
    assert len(platforms.sent) == most

    sent("09:02")
    assert len(platforms.sent) == most + 1


def test_a_platform_that_is_down_is_tried_again_later_and_holds_up_no_mail(platforms: Platforms) -> None:
    one = letter(platforms)
    ChatConnection.objects.update(address="http://127.0.0.1:9")
    mail = OutboundMessage.write(
        at=at("09:00"),
        mailbox=None,
        address="a@b.example",
        purpose=Purpose.REPLY,
        language="en",
        subject="s",
        text="t",
    )

    sent()
    Outbox().work_one()

    one.refresh_from_db()
    mail.refresh_from_db()
    assert (one.state, one.attempts, mail.state) == (OutboundState.WAITING, 1, OutboundState.KEPT)
    assert one.next_try_at == at("09:00") + timedelta(minutes=1)

    sent("09:01")
    sent("09:06")
    one.refresh_from_db()
    assert (one.state, one.replacement.address) == (OutboundState.FAILED, person("林").email)


def test_a_connection_can_be_tried_without_anybody_being_written_to(platforms: Platforms) -> None:
    address = f"http://127.0.0.1:{platforms.port}"
    for platform in PLATFORMS:
        try_pass(platform, address, KEYS[platform])

    with pytest.raises(NotSent, match="invalid credential"):
        try_pass("wecom", address, KEYS["wecom"] | {"secret": "another"})
    assert platforms.sent == []


def test_a_long_letter_goes_in_parts_that_the_platform_takes_and_loses_nothing(platforms: Platforms) -> None:
    text = "\n".join(f"第{n}行：请把打印机的后盖打开，取出卡住的纸" for n in range(100))
    letter(platforms, text=text)

    sent()

    parts = [it["text"] for it in platforms.sent]
    assert "\n".join(parts) == text
    assert max(len(part.encode()) for part in parts) <= PLATFORMS["wecom"].sender.most_bytes


@pytest.mark.parametrize("text", ["", "a" * 10, "a" * 25, "字" * 9])
def test_no_part_is_longer_than_it_may_be(text: str) -> None:
    parts = parts_of(text, 10)

    assert "".join(parts) == text
    assert all(len(part.encode()) <= 10 for part in parts)


def test_markdown_reads_well_where_there_is_none() -> None:
    assert plain("# 您好\n**已解决** <https://a.example/b>\n[**确认**](https://a.example/c)") == (
        "您好\n已解决 https://a.example/b\n确认 https://a.example/c"
    )
