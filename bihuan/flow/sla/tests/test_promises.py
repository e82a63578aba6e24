"""What the desk promises beyond an answer, an acceptance and a solution."""

from datetime import timedelta

import pytest

from bihuan.flow.sla.clockwork import Promise, Standing, next_update
from bihuan.flow.sla.models import Policy, Target
from bihuan.flow.sla.sweeping import set_off_some
from bihuan.flow.sla.tests.cast import (
    HOUR,
    MINUTE,
    at,
    classified,
    clock,
    desk,
    due,
    give_priority,
    local,
    stamp,
    team,
)
from bihuan.ground.calendars.tests.cast import at as moment
from bihuan.ground.calendars.tests.cast import office as week
from bihuan.ground.calendars.worktime import due as runs_out
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Entry, Escalation, Hold, Resolution, Ticket, reopen
from bihuan.tickets.tests.cast import assigned

pytestmark = pytest.mark.django_db
MORE = {
    Promise.WORKAROUND: (HOUR, timedelta()),
    Promise.UPDATE: (2 * HOUR, 4 * HOUR),
    Promise.HANDOVER: (HOUR, timedelta()),
    Promise.VENDOR: (3 * HOUR, timedelta()),
}


@pytest.fixture(autouse=True)
def promises(db):
    """Promise all that can be promised, in office hours and at every priority; a workaround at the first alone."""
    office = desk()["office"]
    usual = Policy.objects.get(code=Policy.USUAL)
    for promise, (allowed, first_after) in MORE.items():
        for priority in (1,) if promise is Promise.WORKAROUND else (1, 2, 3, 4):
            Target.objects.create(
                policy=usual,
                promise=promise,
                priority=priority,
                allowed=allowed,
                warn_before=15 * MINUTE,
                first_after=first_after,
                calendar=office,
            )


def taken(priority: int = 3, clock: str = "09:00", tier: int = 1) -> Ticket:
    """Return a ticket that somebody has accepted at once."""
    ticket = assigned(classified(priority), to="陈" if tier == 1 else "王", clock=clock)
    ticket.team.tier = tier
    ticket.team.save()
    ticket.assignments.current().get().accept(stamp(clock))
    return ticket


def runs(ticket: Ticket, promise: Promise) -> list[str | None]:
    return [local(one.due_at) for one in ticket.clocks.filter(promise=promise).order_by("run")]


def running(ticket: Ticket) -> set[str]:
    return set(ticket.clocks.filter(settled_at=None).values_list("promise", flat=True))


def test_filing_starts_no_more_clocks_than_the_person_is_promised():
    assert running(classified(3)) == {"first_contact", "resolution"}
    assert running(classified(1)) == {"first_contact", "resolution", "workaround"}


@pytest.mark.requirement("SLA-01")
def test_a_workaround_is_kept_by_a_solution_of_either_kind():
    ticket = taken(1)
    assert due(ticket, Promise.WORKAROUND) == "10:00"

    Resolution.propose(ticket, solution="先用备用机", is_workaround=True, stamp=stamp("09:40"))

    assert clock(ticket, Promise.WORKAROUND).standing(at("18:00")) is Standing.MET


@pytest.mark.requirement("SLA-01")
def test_a_workaround_that_a_new_priority_brings_is_owed_from_then_on():
    ticket = taken(3)

    give_priority(ticket, 1, "10:00")

    assert due(ticket, Promise.WORKAROUND) == "11:00"


@pytest.mark.requirement("SLA-06")
def test_a_ticket_open_for_four_hours_owes_its_person_a_word_every_two():
    ticket = taken()
    assert due(ticket, Promise.UPDATE) == "14:30"  # four working hours after it was filed, over lunch

    Entry.reply(ticket, text="在查", stamp=stamp("10:00"))
    Entry.reply(ticket, text="还在查", stamp=stamp("14:00"))

    assert runs(ticket, Promise.UPDATE) == ["14:30", "14:30", "16:00"]
    assert clock(ticket, Promise.UPDATE, run=2).standing(at("18:00")) is Standing.MET


def test_words_and_hands_in_between_take_no_place_in_the_queues():
    ticket = taken()

    Entry.reply(ticket, text="在查", stamp=stamp("09:05"))

    ticket.refresh_from_db()
    assert due(ticket, Promise.HANDOVER) == "10:00"
    assert (ticket.due_at, ticket.due_promise) == (clock(ticket, Promise.RESOLUTION).due_at, "resolution")


@pytest.mark.requirement("SLA-06")
def test_a_missed_word_is_an_event_and_the_next_one_is_owed_from_the_reply_on():
    ticket = taken()
    while set_off_some(at("14:30")):
        pass
    kinds = [(one.kind, one.said.promise) for one in ticket.history.filter(kind="clock.missed")]
    assert ("clock.missed", "update") in kinds

    Entry.reply(ticket, text="抱歉，久等了", stamp=stamp("15:00"))

    assert clock(ticket, Promise.UPDATE).standing(at("18:00")) is Standing.MISSED
    assert due(ticket, Promise.UPDATE, run=2) == "17:00"


@pytest.mark.requirement("SLA-06")
@pytest.mark.parametrize(("reason", "expected"), [(HoldReason.VENDOR, "14:30"), (HoldReason.PERSON, "15:30")])
def test_who_waits_for_a_vendor_with_us_hears_how_it_goes_and_who_is_waited_for_need_not(reason, expected):
    ticket = taken()

    Hold.begin(ticket, reason=reason, stamp=stamp("10:00"))
    Hold.end_running(ticket, stamp("11:00"))

    assert due(ticket, Promise.UPDATE) == expected


@pytest.mark.requirement("SLA-06")
def test_a_reopened_ticket_owes_a_word_again_and_a_solved_one_none():
    ticket = taken()
    Resolution.propose(ticket, solution="换件", stamp=stamp("15:00"))
    assert not running(ticket)

    reopen(ticket, stamp("15:30", by="林"))

    assert due(ticket, Promise.UPDATE, run=2) == "17:30"


@pytest.mark.requirement("SLA-06")
@pytest.mark.parametrize(
    ("last_word", "is_due", "why"),
    [
        (None, "14:30", "four working hours after it was filed"),
        ("09:10", "14:30", "never sooner"),
        ("14:00", "16:00", "two after the last word"),
    ],
)
def test_the_next_word_is_due_by_whichever_comes_later(last_word, is_due, why):
    office = week()
    start, allowed = next_update(
        filed_at=moment("2026-09-28 09:00"),
        last_word_at=moment(f"2026-09-28 {last_word}") if last_word else None,
        every=2 * HOUR,
        first_after=4 * HOUR,
        calendar=office,
    )

    assert runs_out(office, start, allowed) == moment(f"2026-09-28 {is_due}"), why


@pytest.mark.requirement("SLA-07")
def test_the_first_line_hands_on_within_an_hour_of_taking_it():
    ticket = taken(clock="09:20")
    assert due(ticket, Promise.HANDOVER) == "10:20"

    Escalation.make(
        ticket, to_team=team("desktop"), reason="要专家", untried_because="没有权限", stamp=stamp("10:00")
    )

    assert clock(ticket, Promise.HANDOVER).standing(at("18:00")) is Standing.MET


@pytest.mark.requirement("SLA-07")
def test_what_the_first_line_solves_itself_needs_no_hand_over():
    ticket = taken()

    Resolution.propose(ticket, solution="换件", stamp=stamp("09:30"))

    assert clock(ticket, Promise.HANDOVER).standing(at("18:00")) is Standing.MET


@pytest.mark.requirement("SLA-07")
def test_the_experts_have_nobody_to_hand_on_to():
    ticket = assigned(classified(3), to="王", clock="09:00")
    ticket.team.tier = 2
    ticket.team.save()

    ticket.assignments.current().get().accept(stamp("09:00"))

    assert "handover" not in running(ticket)


@pytest.mark.requirement("SLA-04")
def test_a_vendors_time_runs_while_the_ticket_waits_for_the_vendor_and_each_wait_has_its_own():
    ticket = taken()
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("10:00"))
    assert (due(ticket, Promise.VENDOR), due(ticket)) == ("14:30", None)

    Hold.end_running(ticket, stamp("14:00"))
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("15:00"))

    assert runs(ticket, Promise.VENDOR) == ["14:30", "18:00"]
    assert clock(ticket, Promise.VENDOR).standing(at("18:00")) is Standing.MET
