import threading
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from bihuan.ground.channels.models import ChannelKind
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import (
    Assignment,
    Entry,
    Hold,
    HoldWithoutEnd,
    ImpossibleMove,
    NothingSaid,
    Numbering,
    NumberTaken,
    TakenAlready,
    Ticket,
    TicketEvent,
    claim,
)
from bihuan.tickets.tests.cast import a_category, a_ticket, assigned, at, person, stamp

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("REC-01")
def test_numbers_count_anew_each_day():
    first, second = a_ticket(), a_ticket(filed="10:00")
    next_day = a_ticket(filed="2026-09-29 08:00")

    assert [t.number for t in (first, second, next_day)] == [
        "IT-20260928-0001",
        "IT-20260928-0002",
        "IT-20260929-0001",
    ]


@pytest.mark.requirement("REC-01")
def test_the_pattern_of_numbers_is_a_row_that_an_administrator_changes():
    Numbering.objects.create(pattern="报障{date}{n:05}")

    assert a_ticket().number == "报障2026092800001"


@pytest.mark.requirement("REC-01")
def test_a_number_typed_by_hand_is_taken_if_it_is_free():
    a_ticket(number="纸-17")

    with pytest.raises(NumberTaken):
        a_ticket(number="纸-17")


def test_the_same_submission_files_one_ticket():
    form = uuid4()

    assert a_ticket(submission=form) == a_ticket(submission=form)
    assert Ticket.objects.count() == 1


def test_a_ticket_says_what_it_is_about():
    with pytest.raises(NothingSaid):
        a_ticket(title="  ")


@pytest.mark.requirement("REC-08")
def test_the_history_says_who_when_by_which_door_what_from_what_to_and_why():
    ticket = a_ticket()
    ticket.classify(
        category=a_category(), impact=1, urgency=1, priority=1, stamp=stamp("09:05").because("全公司不能打印")
    )

    event = ticket.history.get(kind="ticket.classified")

    assert (event.by.name, event.at, event.via, event.why) == ("陈", at("09:05"), "web", "全公司不能打印")
    assert (event.said.was["priority"], event.said.priority) == (0, 1)


@pytest.mark.requirement("SEC-052")
@pytest.mark.requirement("REC-08")
@pytest.mark.parametrize(
    "rewrite", [lambda: TicketEvent.objects.update(why=""), lambda: TicketEvent.objects.all().delete()]
)
def test_not_even_the_database_lets_the_history_be_rewritten(rewrite):
    a_ticket()

    with pytest.raises(DatabaseError, match="append-only"):
        rewrite()


@pytest.mark.requirement("REC-08")
def test_the_history_cannot_be_emptied_either():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tickets_ticketevent ENABLE TRIGGER tickets_history_is_not_emptied")

        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute("TRUNCATE tickets_ticketevent CASCADE")


@pytest.mark.requirement("DIS-03")
def test_whoever_gets_a_ticket_has_it_in_progress():
    ticket = assigned(a_ticket(), to="陈")

    assert (ticket.state, ticket.handler, ticket.accepted_at) == (State.IN_PROGRESS, person("陈"), None)


@pytest.mark.requirement("REC-06")
def test_working_on_a_ticket_accepts_it_and_the_first_reply_is_the_first_contact():
    ticket = assigned(a_ticket())

    Entry.reply(ticket, text="请问型号？", stamp=stamp("09:20"))
    Entry.reply(ticket, text="收到", stamp=stamp("09:50"))

    assert (ticket.filed_at, ticket.accepted_at, ticket.first_contact_at) == (
        at("09:00"),
        at("09:20"),
        at("09:20"),
    )


def test_another_agents_reply_does_not_accept_for_the_handler():
    ticket = assigned(a_ticket(), to="陈")

    Entry.reply(ticket, text="我路过", stamp=stamp("09:20", by="王"))

    assert ticket.accepted_at is None


@pytest.mark.requirement("SLA-04")
def test_the_persons_answer_ends_the_wait_for_it():
    ticket = assigned(a_ticket())
    Hold.begin(ticket, reason=HoldReason.PERSON, stamp=stamp("09:10"))

    Entry.answer(ticket, text="M428", stamp=stamp("09:40", by="林"))

    assert ticket.state == State.IN_PROGRESS
    assert ticket.holds.get().span == (at("09:10"), at("09:40"))


def test_the_persons_answer_does_not_end_a_wait_for_the_vendor():
    ticket = assigned(a_ticket())
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("09:10"))

    Entry.answer(ticket, text="还没好吗", stamp=stamp("09:40", by="林"))

    assert ticket.state == State.WAITING


def test_whoever_puts_a_ticket_aside_says_until_when():
    ticket = assigned(a_ticket())

    with pytest.raises(HoldWithoutEnd):
        Hold.begin(ticket, reason=HoldReason.DATE, stamp=stamp("10:00"), wakes_at=at("09:00"))


def test_what_the_lifecycle_does_not_allow_is_refused_and_nothing_is_recorded():
    ticket = a_ticket()
    before = ticket.history.count()

    with pytest.raises(ImpossibleMove):
        Hold.begin(ticket, reason=HoldReason.PERSON, stamp=stamp("09:10"))

    assert ticket.history.count() == before


def test_only_what_differs_is_amended():
    ticket = a_ticket(answers={"device": "M428"})

    ticket.amend(answers={"device": "M428", "location": ""}, stamp=stamp("09:10"))
    ticket.amend(answers={"location": "三楼"}, stamp=stamp("09:20"))

    assert ticket.answers == {"device": "M428", "location": "三楼"}
    assert ticket.history.filter(kind="ticket.amended").count() == 1


def test_a_stranger_sees_nothing_and_an_agent_everything():
    a_ticket()

    seen = {
        name: Ticket.objects.visible_to(person(name)).count()
        for name in ("林", "路人", "陈", "王", "周", "赵")
    }

    assert seen == {"林": 1, "路人": 0, "陈": 1, "王": 1, "周": 0, "赵": 1}


@pytest.mark.django_db(transaction=True)
def test_fifty_agents_claim_at_once_and_one_has_it():
    ticket = a_ticket()
    Assignment.make(ticket, team=person("陈").teams.get(), handler=None, stamp=stamp("09:01"))
    agents = [person(f"坐席{n}") for n in range(50)]
    barrier = threading.Barrier(10)
    too_late: list[str] = []

    def rush(some):
        barrier.wait()
        for agent in some:
            mine = Ticket.objects.get(pk=ticket.pk)
            try:
                claim(mine, Stamp(by=agent, at=at("09:02"), via="web"))
            except TakenAlready as told:
                too_late.append(str(told))
        connection.close()

    threads = [threading.Thread(target=rush, args=(agents[n::10],)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Assignment.objects.filter(ticket=ticket).exclude(handler=None).count() == 1
    assert ticket.history.filter(kind="ticket.accepted").count() == 1
    ticket.refresh_from_db()
    assert len(too_late) == 49
    assert all(ticket.handler.name in told for told in too_late)


@pytest.mark.django_db(transaction=True)
def test_twenty_filings_at_once_get_twenty_numbers():
    person("林"), a_category()
    barrier = threading.Barrier(4)

    def rush():
        barrier.wait()
        for _ in range(5):
            a_ticket(channel=ChannelKind.PHONE)
        connection.close()

    threads = [threading.Thread(target=rush) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(Ticket.objects.values_list("number", flat=True)) == [
        f"IT-20260928-{n:04}" for n in range(1, 21)
    ]
