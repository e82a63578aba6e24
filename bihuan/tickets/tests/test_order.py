"""What is written down in another order than it happened: a mail waits in its queue while agents work."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from bihuan.ground.channels.models import ChannelKind
from bihuan.tickets.drains import wake_next
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import (
    Assignment,
    Confirmation,
    Entry,
    Hold,
    ImpossibleMove,
    NumberTaken,
    RefusalReason,
    Resolution,
    Ticket,
    close,
    file_ticket,
    reopen,
    turn_away,
    withdraw,
)
from bihuan.tickets.tests.cast import a_category, a_ticket, assigned, at, person, stamp, team

pytestmark = pytest.mark.django_db


def together(*doings) -> list[BaseException]:
    """Do several things at the same moment; return what went wrong."""
    barrier, wrong = threading.Barrier(len(doings)), []

    def run(doing):
        barrier.wait()
        try:
            doing()
        except Exception as trouble:
            wrong.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.requirement("SLA-04")
def test_an_answer_that_came_before_the_wait_began_ends_it_without_any_length():
    ticket = assigned(a_ticket())
    Hold.begin(ticket, reason=HoldReason.PERSON, stamp=stamp("10:00"))

    Entry.answer(ticket, text="M428", stamp=stamp("09:59", by="林"))

    assert ticket.state == State.IN_PROGRESS
    assert ticket.holds.get().span == (at("10:00"), at("10:00"))


@pytest.mark.requirement("CLS-01")
def test_a_reopening_that_came_before_the_solution_refutes_it_at_once():
    ticket = assigned(a_ticket())
    Resolution.propose(ticket, solution="换件", stamp=stamp("10:00"))

    reopen(ticket, stamp("09:59", by="林"))

    assert ticket.resolutions.get().refuted_at == at("10:00")


def test_whoever_accepts_changes_the_very_ticket_in_hand():
    ticket = assigned(a_ticket())

    Entry.reply(ticket, text="请重启", stamp=stamp("09:20"))

    assert ticket.accepted_at == at("09:20")


def test_an_answer_to_the_question_changes_the_very_ticket_it_was_asked_about():
    ticket = assigned(a_ticket())
    Resolution.propose(ticket, solution="换件", stamp=stamp("10:00"))
    asked = Confirmation.objects.get()
    asked.ticket = ticket

    asked.say_yes(stamp("10:30", by="林"))

    assert (ticket.state, ticket.confirmed_at) == (State.CONFIRMED, at("10:30"))


@pytest.mark.parametrize("end", ["close", "withdraw", "turn_away"])
def test_a_ticket_that_is_over_is_given_to_nobody(end):
    ticket = assigned(a_ticket())
    if end == "close":
        Resolution.propose(
            ticket, solution="换件", cause="x", verification="x", spent_minutes=5, stamp=stamp("10:00")
        )
        ticket.resolutions.update(knowledge="none_needed")
        ticket.confirmations.get().say_yes(stamp("10:10", by="林"))
        close(ticket, stamp("10:20"))
    elif end == "withdraw":
        withdraw(ticket, stamp("10:00", by="林"))
    else:
        turn_away(ticket, words="不归我们管", reason=RefusalReason.OUT_OF_SCOPE, stamp=stamp("10:00"))

    with pytest.raises(ImpossibleMove):
        Assignment.make(ticket, team=team("desktop"), handler=person("王"), stamp=stamp("11:00"))

    assert ticket.handler == person("陈")


def test_what_was_put_aside_wakes_when_its_time_has_come_oldest_first_and_nothing_else_does():
    first, second = assigned(a_ticket()), assigned(a_ticket())
    Hold.begin(second, reason=HoldReason.DATE, wakes_at=at("12:00"), stamp=stamp("09:30"))
    Hold.begin(first, reason=HoldReason.DATE, wakes_at=at("11:00"), stamp=stamp("09:30"))

    assert not wake_next(at("10:59"))
    assert wake_next(at("12:00"))
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == (State.IN_PROGRESS, State.WAITING)
    assert first.holds.get().until == at("12:00")
    assert first.history.get(kind="ticket.resumed").via == "clock"
    assert wake_next(at("12:00"))
    assert not wake_next(at("12:00"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("INT-09")
def test_a_double_click_files_one_ticket_however_close_the_clicks_are():
    person("林"), a_category()
    form = UUID(int=7)
    filed = []

    wrong = together(*[lambda: filed.append(a_ticket(submission=form).pk)] * 6)

    assert wrong == []
    assert len(filed) == 6
    assert len(set(filed)) == Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("REC-01")
def test_two_who_type_the_same_number_at_once_are_told_apart():
    person("林"), a_category()

    wrong = together(*[lambda: a_ticket(number="纸-17")] * 4)

    assert [type(trouble) for trouble in wrong] == [NumberTaken] * 3
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_solution_at_the_same_moment_leave_a_ticket_that_makes_sense():
    ticket = assigned(a_ticket())
    Hold.begin(ticket, reason=HoldReason.PERSON, stamp=stamp("10:00"))
    mine, yours = (Ticket.objects.get(pk=ticket.pk) for _ in range(2))

    wrong = together(
        lambda: Entry.answer(mine, text="M428", stamp=stamp("10:30", by="林")),
        lambda: Resolution.propose(yours, solution="换件", stamp=stamp("10:30")),
    )

    ticket.refresh_from_db()
    assert wrong == []
    assert ticket.state == State.RESOLVED
    assert not ticket.holds.running().exists()
    assert ticket.news_since is not None


@pytest.mark.django_db(transaction=True)
def test_the_first_filings_of_a_day_at_once_count_from_one():
    person("林"), a_category()
    a_ticket(filed="2026-09-27 23:00")

    wrong = together(*[a_ticket] * 5)

    assert wrong == []
    today = Ticket.objects.filter(filed_at=at("09:00")).values_list("number", flat=True)
    assert sorted(today) == [f"IT-20260928-{n:04}" for n in range(1, 6)]


@pytest.mark.requirement("REC-01")
def test_a_filing_that_fails_leaves_a_gap_and_no_number_comes_twice(monkeypatch):
    first = a_ticket()
    with pytest.raises(ValueError, match="channel"):
        file_ticket(person=person("林"), channel=ChannelKind("channel"), title="x", stamp=stamp("09:00"))
    monkeypatch.setattr(Entry, "open", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        a_ticket()
    monkeypatch.undo()

    second = a_ticket()

    numbers = [int(ticket.number[-4:]) for ticket in (first, second)]
    assert numbers[1] > numbers[0]
    assert Ticket.objects.count() == 2


@pytest.mark.requirement("SLA-04")
def test_a_hold_that_ends_is_as_long_as_it_was():
    ticket = assigned(a_ticket())
    hold = Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("10:00"))

    hold.end(stamp("12:30"))

    since, until = ticket.holds.get().span
    assert until - since == timedelta(hours=2, minutes=30)
    with pytest.raises(ImpossibleMove):
        hold.end(stamp("13:00"))
