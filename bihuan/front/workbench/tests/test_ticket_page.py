"""The ticket's page: list, conversation and panels; what it says and what it costs."""

import re

import pytest

from bihuan.flow.sla.events import ClockMissed, ClockMoved, ClockWarned
from bihuan.front.workbench.asks import form_of, to_ask
from bihuan.front.workbench.sentences import SENTENCES
from bihuan.front.workbench.tests.cast import (
    FRAGMENT,
    a_ticket,
    chens,
    person,
    signed,
    signed_in,
    talked,
    tickets_of_chen,
)
from bihuan.ground.catalogue.models import CategoryVersion, FormField, content_of
from bihuan.ground.channels.models import OutboundMessage
from bihuan.ground.channels.tests.chat import connection
from bihuan.kit.files.models import File
from bihuan.practices.surveys.events import Rated
from bihuan.tickets import events
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Attempt, Enclosed, Entry, Escalation, Hold, Resolution, Result, Ticket

pytestmark = pytest.mark.django_db

QUERIES = (
    5  # session, reader; on three ways: ticket, rail, list; history, assignments, clocks; entries, files
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def page_of(ticket: Ticket, part: str = "", name: str = "陈", **more: str) -> str:
    answer = signed_in(name).get(f"/desk/tickets/{ticket.number}{part}", **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_page_shows_what_was_said_with_its_files_and_what_happened_between():
    files = [
        Enclosed(File.keep("截图.png", PNG, by=person("林"), at=signed("林").at)),
        Enclosed(File.keep("错误.log", b"0x11b", by=person("林"), at=signed("林").at)),
    ]
    came = {"html": "<p>卡纸</p>", "quoted": "旧信"}
    ticket = chens(a_ticket(files=files, came=came))
    Entry.reply(ticket, text="请**重启**<script>", stamp=signed("陈", 30))
    Entry.note(ticket, text="内部：下周报废", stamp=signed("陈", 20))

    page = page_of(ticket)

    assert "三楼的打印机一直卡纸。" in page
    assert "<strong>重启</strong>" in page
    assert "<script>" not in page.split('id="story"')[1].split("</ol>")[0]
    assert "内部：下周报废" in page
    assert f'src="/tickets/{ticket.number}/files/' in page  # the picture, in place
    assert "错误.log" in page
    assert "旧信" in page
    frame = page.split("<iframe", 1)[1].split(">", 1)[0]
    assert 'sandbox="allow-same-origin allow-popups"' in frame
    assert f"/tickets/{ticket.number}/entries/" in frame


@pytest.mark.requirement("INT-04")
def test_a_reply_says_whether_the_chat_took_it_or_it_went_by_mail():
    ticket = chens(a_ticket())
    entry = Entry.reply(ticket, text="请重启", stamp=signed("陈", 30))
    fields = {"purpose": "reply", "language": "zh-hans", "subject": "s", "text": "t", "address": "lin"}
    letter = OutboundMessage.write(at=signed("陈").at, mailbox=None, connection=connection(), **fields)
    letter.note_said("1", signed("陈").at)
    Entry.objects.filter(pk=entry.pk).update(sent_as=letter)
    assert "已通过即时消息发送" in page_of(ticket)

    letter.note_failure("no such member", signed("陈").at, is_final=True)
    OutboundMessage.write(at=signed("陈").at, mailbox=None, instead_of=letter, **fields)

    page = page_of(ticket)
    assert "即时消息未送达，已改发邮件" in page
    assert "no such member" in page


def test_every_kind_of_event_has_its_sentence():
    kinds = {
        fact.kind
        for fact in vars(events).values()
        if isinstance(fact, type) and getattr(fact, "kind", "").startswith("ticket.")
    }

    assert kinds | {ClockWarned.kind, ClockMissed.kind, ClockMoved.kind, Rated.kind} <= SENTENCES.keys()


@pytest.mark.parametrize("times", [1, 60])
def test_a_page_costs_the_same_queries_however_long_the_conversation(django_assert_num_queries, times):
    ticket = talked(chens(a_ticket()), times)
    agent = signed_in("陈")
    agent.get(f"/desk/tickets/{ticket.number}")

    with django_assert_num_queries(QUERIES):
        agent.get(f"/desk/tickets/{ticket.number}")


@pytest.mark.parametrize("count", [1, 60])
def test_a_page_costs_the_same_queries_however_long_the_list(django_assert_num_queries, count):
    ticket = tickets_of_chen(count)[0]
    agent = signed_in("陈")
    agent.get(f"/desk/tickets/{ticket.number}")

    with django_assert_num_queries(QUERIES):
        answer = agent.get(f"/desk/tickets/{ticket.number}")

    assert answer.content.decode().count("data-row") == min(count, 50)


def test_a_long_story_begins_with_its_end_and_leads_to_what_came_before():
    ticket = talked(chens(a_ticket()), 80)
    agent = signed_in("陈")

    page = agent.get(f"/desk/tickets/{ticket.number}").content.decode()
    [address] = set(re.findall(r'hx-get="([^"]*/earlier[^"]*)"', page))
    before = agent.get(address).content.decode()

    assert "来信78" in page
    assert "三楼的打印机一直卡纸。" not in page
    assert "三楼的打印机一直卡纸。" in before
    assert "来信78" not in before


def test_the_panels_tell_the_person_the_missing_facts_and_the_check_list():
    ticket = chens(a_ticket())
    ticket.amend(answers={"device": "HP M428"}, stamp=signed("陈"))
    Attempt.make(
        ticket, text="看电源", step="power", result=Result.NO_EFFECT, note="灯亮", stamp=signed("陈")
    )

    aside = page_of(ticket, "/beside")

    assert person("林").email in page_of(ticket, "/aside")
    assert "HP M428" in aside
    assert 'name="field" value="location"' in aside
    assert 'name="field" value="device"' not in aside
    assert "灯亮" in aside
    assert 'name="step" value="queue"' in aside.split('id="next-queue"')[1]
    assert "1/2" in aside


@pytest.mark.requirement("REC-07")
def test_what_is_missing_is_asked_for_with_one_click_and_the_ticket_waits():
    ticket = chens(a_ticket())

    answer = signed_in("陈").post(f"/desk/tickets/{ticket.number}/missing", {"field": "device"}, **FRAGMENT)

    ticket.refresh_from_db()
    asked = ticket.entries.order_by("pk").last()
    assert answer.status_code == 204
    assert "ticket-changed" in answer.headers["HX-Trigger"]
    assert ticket.state == "waiting"
    assert "设备型号" in asked.text
    assert list(ticket.questions.values_list("key", flat=True)) == ["device"]


def test_asked_without_naming_a_field_it_asks_for_all_that_is_missing():
    ticket = chens(a_ticket())
    ticket.amend(answers={"device": "HP M428"}, stamp=signed("陈"))

    signed_in("陈").post(f"/desk/tickets/{ticket.number}/missing")

    assert list(ticket.questions.values_list("key", flat=True)) == ["location"]


def test_a_hold_is_told_with_its_reason_and_can_be_ended():
    ticket = chens(a_ticket())
    Hold.begin(ticket, reason=HoldReason.VENDOR, why="等备件", stamp=signed("陈"))

    page = page_of(ticket)

    assert "等备件" in page
    assert 'name="method" value="delete"' in page


@pytest.mark.requirement("CLS-02")
def test_the_record_names_what_is_missing_before_the_ticket_can_be_closed():
    ticket = chens(a_ticket())
    Resolution.propose(ticket, solution="换了搓纸轮", stamp=signed("陈"))

    beside = page_of(ticket, "/beside", HTTP_ACCEPT_LANGUAGE="en")

    assert "换了搓纸轮" in beside
    assert f'action="/tickets/{ticket.number}/closure"' in beside
    missing = beside.split("banner-title", 1)[1].split("</ul>", 1)[0]
    assert missing.count("<li>") == 5


def test_an_escalation_is_shown_with_what_was_tried_and_can_be_sent_back():
    ticket = chens(a_ticket())
    Attempt.make(ticket, text="清队列", result=Result.NO_EFFECT, stamp=signed("陈", 30))
    team = person("王").teams.get()
    escalation = Escalation.make(ticket, to_team=team, reason="要拆机", stamp=signed("陈", 20))
    Ticket.objects.filter(pk=ticket.pk).update(team=team)

    beside = page_of(ticket, "/beside", name="王")

    assert "要拆机" in beside
    assert "清队列" in beside
    assert f'action="/tickets/{ticket.number}/escalations/{escalation.pk}"' in beside


def test_the_other_tickets_of_the_person_are_listed_open_ones_first():
    ticket, done, other = chens(a_ticket()), a_ticket("旧的"), a_ticket("开着的")
    Ticket.objects.filter(pk=other.pk).update(state="in_progress")
    Ticket.objects.filter(pk=done.pk).update(state="turned_away", closed_at=signed("陈").at)

    others = page_of(ticket, "/beside/others")

    assert others.index("开着的") < others.index("旧的")
    assert ticket.number not in others.split("<ul")[1]


def test_the_list_beside_is_the_queue_that_the_reader_came_from():
    ticket, other = chens(a_ticket()), a_ticket("别人的")

    page = page_of(ticket, "?queue=open")

    here = page.split(f'id="l-{ticket.number}"')[1].split(">")[0]
    assert f'id="l-{other.number}"' in page
    assert 'aria-current="true"' in here
    assert signed_in("陈").get(f"/desk/tickets/{ticket.number}?queue=nothing").status_code == 404


def test_without_script_the_page_still_writes_replies_and_notes():
    ticket = chens(a_ticket())

    page = page_of(ticket)

    assert f'formaction="/tickets/{ticket.number}/replies"' in page
    assert f'formaction="/tickets/{ticket.number}/notes"' in page


@pytest.mark.requirement("TRI-01")
def test_a_running_ticket_keeps_the_form_and_check_list_it_was_filed_with():
    ticket = chens(a_ticket())
    CategoryVersion.keep(ticket.category, {"fields": [], "steps": []}, signed("周"))

    beside = page_of(ticket, "/beside")

    assert "设备型号" in beside
    assert "清队列" in beside


@pytest.mark.requirement("REC-07")
def test_what_is_required_is_asked_for_before_what_would_be_nice():
    ticket = a_ticket()
    ticket.category.fields.filter(key="device").update(is_required=True)
    FormField.objects.create(
        category=ticket.category,
        key="tray",
        label_zh="纸盒",
        position=5,
        is_required=True,
        shown_when={"field": "device", "is": "equals", "value": "M428"},
    )
    form = content_of(ticket.category)
    version = CategoryVersion(category=ticket.category, number=2, content=form)

    before = to_ask(form_of(ticket, version.fields), set())
    ticket.answers = {"device": "M428"}
    after = to_ask(form_of(ticket, version.fields), set())

    assert [field.key for field in before] == ["device"]
    assert [field.key for field in after] == ["tray"]


@pytest.mark.requirement("REC-06")
def test_the_page_tells_the_times_apart_and_an_agent_says_since_when_it_is_so():
    ticket = chens(a_ticket())
    Resolution.propose(ticket, solution="先用备用机", is_workaround=True, stamp=signed("陈", 5))

    address = f"/tickets/{ticket.number}/answers"
    refused = signed_in("陈").post(address, {"happened_at": "2100-01-01T08:00"})
    taken = signed_in("陈").post(address, {"happened_at": "2026-01-05T08:00"})
    track = page_of(ticket).split('id="times"', 1)[1].split("</ol>", 1)[0]

    assert (refused.status_code, taken.status_code) == (422, 302)
    words = re.findall(r"<li><span>([^<]+)</span>", track)
    assert words == ["发生", "提交", "接收", "受理", "临时恢复", "解决"]
