from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.flow.sla.repair import Repaired, recompute
from bihuan.flow.sla.tests.cast import ALL_WEEK, OFFICE_WEEK, alarms, at, classified, desk, due, local, stamp
from bihuan.ground.calendars.models import Calendar, CalendarDay
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Entry, Hold, Resolution, Ticket
from bihuan.tickets.tests.cast import assigned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-08")]


@pytest.fixture(autouse=True)
def calendars(db):
    return desk()


def closed(day: str) -> list[Calendar]:
    """Close the office on a day, and return its calendar as a job fetches it."""
    office = Calendar.objects.get(code="office")
    CalendarDay.objects.create(calendar=office, on=day, shifts=[])
    office.changed()
    return fetched()


def fetched() -> list[Calendar]:
    return list(Calendar.objects.filter(code="office").select_related("region"))


def moves(ticket: Ticket) -> list[tuple[str, str | None, str | None]]:
    return [
        (event.said.promise, local(event_at(event.said.was)), local(event_at(event.said.now)))
        for event in ticket.history.order_by("pk")
        if event.kind == "clock.moved"
    ]


def event_at(text: str):
    return at("09:00").fromisoformat(text)


def test_a_calendar_edited_in_the_middle_of_a_ticket_moves_what_still_runs_and_says_so():
    ticket = classified(priority=3, filed="14:00")
    Entry.reply(ticket, text="收到", stamp=stamp("14:20"))
    assert due(ticket) == "2026-09-29 14:00"

    done = recompute(closed("2026-09-29"), stamp("15:00").because("公司活动"))

    assert done == Repaired(looked_at=1, moved=1)
    assert due(ticket) == "2026-09-30 14:00"
    assert moves(ticket) == [("resolution", "2026-09-29 14:00", "2026-09-30 14:00")]
    assert ticket.history.get(kind="clock.moved").why == "公司活动"
    assert alarms(ticket) == [(1, "2026-09-30 11:30", False), (2, "2026-09-30 14:00", False)]
    ticket.refresh_from_db()
    assert local(ticket.due_at) == "2026-09-30 14:00"


def test_to_recompute_twice_does_it_once():
    ticket = classified(priority=3, filed="14:00")
    calendars = closed("2026-09-29")

    recompute(calendars, stamp("15:00"))
    again = recompute(fetched(), stamp("15:01"))

    assert again == Repaired(looked_at=1)
    assert len(moves(ticket)) == 1


def test_what_was_met_or_missed_stays_what_it_was():
    met = assigned(classified(priority=2, filed="14:00"), clock="14:01")
    missed = classified(priority=2, filed="09:00")
    Resolution.propose(met, solution="换件", stamp=stamp("14:30"))
    before = [(clock.pk, clock.due_at, clock.settled_at) for clock in Clock.objects.order_by("pk")]

    done = recompute(closed("2026-09-28"), stamp("15:00"))

    assert done == Repaired()
    assert [(clock.pk, clock.due_at, clock.settled_at) for clock in Clock.objects.order_by("pk")] == before
    assert due(missed) == "14:30"


def test_a_preview_counts_what_would_move_and_writes_nothing():
    ticket = classified(priority=3, filed="14:00")
    office = fetched()[0]
    office.suppose(own_days={at("2026-09-29 09:00").date(): []})

    told = recompute([office], stamp("15:00"), dry_run=True)

    assert told == Repaired(looked_at=1, moved=1)
    assert due(ticket) == "2026-09-29 14:00"
    assert moves(ticket) == []
    assert fetched()[0].work_calendar().is_workday(at("2026-09-29 09:00").date())


def test_the_time_on_hold_is_kept_when_the_calendar_changes():
    ticket = assigned(classified(priority=3, filed="14:00"), clock="14:01")
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("14:30"))
    Hold.end_running(ticket, stamp("15:30"))
    assert due(ticket) == "2026-09-29 15:00"

    recompute(closed("2026-09-29"), stamp("16:00"))

    assert due(ticket) == "2026-09-30 15:00"


def test_a_held_clock_has_no_due_time_to_move():
    ticket = assigned(classified(priority=3, filed="14:00"), clock="14:01")
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("14:30"))

    assert recompute(closed("2026-09-29"), stamp("15:00")) == Repaired()
    assert due(ticket) is None


def test_a_calendar_that_is_never_open_leaves_the_due_times_as_they_are():
    ticket = classified(priority=3, filed="14:00")
    office = fetched()[0]
    office.week, office.region = {}, None
    office.suppose()

    assert recompute([office], stamp("15:00"), dry_run=True) == Repaired(looked_at=1, stuck=1)
    assert due(ticket) == "2026-09-29 14:00"


def test_calendars_that_did_not_change_keep_their_clocks():
    ticket = classified(priority=1, filed="14:00")
    Calendar.objects.filter(code="office").update(week=ALL_WEEK)

    recompute(closed("2026-09-29"), stamp("14:10"))

    assert moves(ticket) == []
    assert due(ticket) == "16:00"


def test_where_nothing_moves_a_batch_costs_the_same_however_many_clocks_it_has():
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            recompute(fetched(), stamp("14:30"))
        return len(seen)

    classified(priority=3, filed="14:00")
    queries()
    few = queries()
    for minute in range(1, 9):
        classified(priority=3, filed=f"14:0{minute}")

    assert queries() == few


def test_more_open_hours_bring_a_promise_nearer():
    ticket = classified(priority=3, filed="14:00")
    Calendar.objects.filter(code="office").update(week=OFFICE_WEEK | {"mon": [["09:00", "21:30"]]})
    fetched()[0].changed()

    recompute(fetched(), stamp("15:00"))

    assert due(ticket, Promise.RESOLUTION) == "21:30"
    assert at("21:30") - at("14:00") == timedelta(hours=7.5)
