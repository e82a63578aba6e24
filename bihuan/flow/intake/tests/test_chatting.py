"""What somebody says in a chat becomes a ticket, or a word on one."""

from __future__ import annotations

import json

import pytest

from bihuan.flow.intake.drains import receive_next
from bihuan.flow.intake.models import Outcome, Reception
from bihuan.flow.intake.tests.cast import Reader
from bihuan.flow.intake.tests.chatting import desk_in_chats, heard, said, ticket_of
from bihuan.ground.channels.models import ChatAccount, InboundMessage, InboundState, OutboundMessage
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.ground.channels.tests import calls, chat
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import at, person, stamp, team
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Assignment, Entry, Resolution, Ticket, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-04")]


@pytest.fixture(autouse=True)
def _desk() -> None:
    desk_in_chats()


@pytest.mark.requirement("INT-08")
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_word_becomes_a_ticket_and_its_receipt_goes_back_to_the_same_chat(platform: str) -> None:
    message = said("打印机卡纸\n三楼东侧", platform=platform)

    ticket = ticket_of(message)
    assert (ticket.channel, ticket.title, ticket.language) == (platform, "打印机卡纸", "zh-hans")
    assert ticket.entries.get().text == "打印机卡纸\n三楼东侧"
    receipt = OutboundMessage.objects.get()
    assert (receipt.connection, receipt.address) == (chat.connection(platform), "lin")
    assert receipt.mailbox is None
    assert ticket.number in receipt.text
    assert "2026年9月28日 09:15" in receipt.text


@pytest.mark.requirement("REC-02", "SEC-027")
def test_whoever_is_new_gets_a_light_record_whatever_name_or_address_the_account_has() -> None:
    lin = person("林")

    ticket = ticket_of(said("卡纸", account=lin.email, platform="wecom"))

    assert ticket.person != lin
    assert (ticket.person.is_light, ticket.person.email, ticket.person.name) == (True, "", lin.email)
    assert not Ticket.objects.of(lin).exists()


def test_an_account_that_is_bound_speaks_for_its_person_in_the_language_he_or_she_chose() -> None:
    lin = person("林", language="en")
    ChatAccount.objects.create(connection=chat.connection(), account="lin", person=lin, met_at=at("08:00"))

    ticket = ticket_of(said("卡纸了"))

    assert (ticket.person, ticket.language) == (lin, "en")
    assert Person.objects.filter(is_light=True).count() == 0


@pytest.mark.parametrize(
    ("text", "clock", "is_same"),
    [
        ("三楼东侧那台", "09:29", True),
        ("三楼东侧那台", "09:31", False),
        ("新问题：VPN 连不上", "09:01", False),
    ],
)
def test_whoever_writes_on_speaks_of_the_same_thing_for_half_an_hour(
    text: str, clock: str, is_same: bool
) -> None:
    first = ticket_of(said("打印机卡纸"))

    second = ticket_of(said(text, clock))

    assert (second == first) is is_same
    assert second.title == ("打印机卡纸" if is_same else text.removeprefix("新问题："))


def test_a_number_or_an_answer_in_the_thread_names_the_ticket_however_old_it_is() -> None:
    first = ticket_of(said("打印机卡纸", id="1.1", platform="slack"))
    OutboundMessage.objects.update(remote_id="9.9")
    said("新问题：VPN 连不上", "10:00", platform="slack")

    named = said(f"{first.number} 还没好", "14:00", platform="slack")
    threads = [said_in_thread(thread, "14:30") for thread in ("1.1", "9.9")]

    assert {ticket_of(message) for message in (named, *threads)} == {first}


def said_in_thread(thread: str, clock: str) -> InboundMessage:
    event = {"type": "message", "channel": "D1", "user": "lin", "text": "补充", "ts": chat.new_id()}
    told = {"team_id": "T1", "event": event | {"thread_ts": thread}}
    call = calls.slack_signed(json.dumps(told).encode(), at(clock), "application/json")
    return heard(call, clock, "slack")


def test_somebody_elses_word_on_a_ticket_is_for_agents_to_judge() -> None:
    first = said("打印机卡纸", id="1.1", platform="slack")
    event = {
        "type": "message",
        "channel": "C1",
        "user": "other",
        "text": "我也是",
        "ts": "2.2",
        "thread_ts": "1.1",
    }
    call = calls.slack_signed(
        json.dumps({"team_id": "T1", "event": event}).encode(), at("09:05"), "application/json"
    )

    message = heard(call, "09:05", "slack")

    assert Reception.objects.get(message=message).outcome == Outcome.NOTED
    note = Entry.objects.get(message=message)
    assert (note.ticket, note.warning, note.is_public) == (ticket_of(first), "stranger", False)


@pytest.mark.requirement("CLS-01")
@pytest.mark.parametrize(("text", "state"), [("还是不行", State.IN_PROGRESS), ("谢谢，好了", State.RESOLVED)])
def test_what_is_written_to_a_solved_ticket_reopens_it_unless_it_is_thanks(text: str, state: State) -> None:
    ticket = ticket_of(said("打印机卡纸"))
    Assignment.make(ticket, team=team("desk"), handler=person("陈"), stamp=stamp("09:05"))
    Resolution.propose(ticket, solution="换了搓纸轮", stamp=stamp("09:10"))

    said(text, "14:00")

    ticket.refresh_from_db()
    assert ticket.state == state
    assert Ticket.objects.count() == 1


def test_what_is_over_is_not_taken_up_again_by_the_next_thing_that_somebody_writes() -> None:
    ticket = ticket_of(said("打印机卡纸"))
    withdraw(ticket, stamp("09:05"))

    assert ticket_of(said("VPN 连不上", "09:10")) != ticket


def test_a_picture_leaves_a_word_that_it_was_one() -> None:
    fields = {
        "FromUserName": "lin",
        "MsgType": "image",
        "MsgId": "5",
        "MediaId": "m",
        "PicUrl": "http://x.example/1",
    }
    message = heard(calls.wecom_xml(fields, at("09:00")), "09:00", "wecom")

    assert ticket_of(message).entries.get().text == "[图片]"


def test_what_is_no_word_of_anybody_is_kept_with_why_nothing_came_of_it() -> None:
    fields = {"FromUserName": "lin", "MsgType": "event", "Event": "enter_agent", "CreateTime": "1"}
    message = heard(calls.wecom_xml(fields, at("09:00")), "09:00", "wecom")

    assert (message.state, message.problem) == (InboundState.IGNORED, "event: enter_agent")
    assert not Ticket.objects.exists()


@pytest.mark.requirement("INT-09", "SEC-076")
def test_what_cannot_be_read_waits_in_quarantine_and_holds_up_nobody() -> None:
    connection = chat.connection("slack")
    message, _ = InboundMessage.keep_said(b"\xff{", connection=connection, key="1", arrived_at=at("09:00"))
    receive_next(Reader, at("09:00"))

    message.refresh_from_db()
    assert (message.state, message.problem) == (InboundState.QUARANTINED, "unreadable")


def test_a_storm_of_one_account_is_gathered_on_one_ticket() -> None:
    messages = [said(f"新问题：第{number}件", f"09:{number:02}") for number in range(22)]

    outcomes = [Reception.objects.get(message=message).outcome for message in messages]
    assert outcomes == [Outcome.FILED] * 20 + [Outcome.GATHERED] * 2


def test_an_account_of_one_platform_is_not_taken_for_that_of_another() -> None:
    for number in range(3):
        said(f"新问题：第{number}件", f"09:{number:02}", platform="wecom")

    receipt = said("卡纸", "09:10", platform="slack")

    assert ticket_of(receipt).person != ticket_of(said("卡纸", "09:10", platform="wecom")).person
    assert OutboundMessage.objects.filter(connection=chat.connection("slack"), purpose="receipt").count() == 1


@pytest.mark.requirement("INT-08")
def test_whoever_asks_is_told_number_state_handler_and_promise_of_ones_own_tickets_alone() -> None:
    first = ticket_of(said("打印机卡纸"))
    ticket_of(said("别人的事", account="other"))
    Assignment.make(first, team=team("desk"), handler=person("陈"), stamp=stamp("09:05"))

    message = said("进度？", "09:06")

    told = OutboundMessage.objects.latest("pk")
    assert (
        told.text
        == f"**{first.number}** 打印机卡纸\n状态：处理中\n处理人：陈\n我们会在2026年9月28日 09:15前与您联系。"
    )
    assert told.buttons == [["催办", f"nudge:{first.pk}"]]
    assert (message.state, Ticket.objects.count()) == (InboundState.IGNORED, 2)


def test_who_has_no_tickets_is_told_how_to_file_one() -> None:
    said("status", account="mary")

    told = OutboundMessage.objects.get()
    assert (told.address, told.language, told.buttons) == ("mary", "en", None)
    assert "no open tickets" in told.text
    assert not Ticket.objects.exists()
