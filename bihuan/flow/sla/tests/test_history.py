"""Whatever happens to a ticket, its clock says what its history says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.flow.sla.tests.cast import alarms, at, classified, desk, local, person
from bihuan.ground.calendars.worktime import Hold as Held
from bihuan.ground.calendars.worktime import due
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import Hold, Resolution, Ticket, reopen
from bihuan.tickets.tests.cast import assigned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-08")]

STOPS, GOES_ON = ("ticket.held", "ticket.solved"), ("ticket.resumed", "ticket.reopened")
doings = st.lists(st.tuples(st.sampled_from(["wait", "solve"]), st.integers(0, 900)), max_size=8)


def do(ticket: Ticket, what: str, now: datetime) -> None:
    """Let what has stopped go on, and stop what goes on."""
    stamp = Stamp(by=person("陈"), at=now, via="web")
    if ticket.state == State.WAITING:
        Hold.end_running(ticket, stamp)
    elif ticket.state == State.RESOLVED:
        reopen(ticket, stamp)
    elif what == "wait":
        Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp)
    else:
        Resolution.propose(ticket, solution="换件", stamp=stamp)


def holds_told_by(ticket: Ticket) -> list[Held]:
    holds: list[Held] = []
    for kind, moment in ticket.history.order_by("pk").values_list("kind", "at"):
        if kind in STOPS:
            holds.append((moment, None))
        elif kind in GOES_ON:
            holds[-1] = (holds[-1][0], moment)
    return holds


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings)
def test_a_clock_is_what_can_be_reckoned_from_the_history_alone(db, steps):
    with transaction.atomic():
        desk()
        ticket = assigned(classified(3), clock="09:00")
        now = at("09:00")
        for what, minutes in steps:
            now += timedelta(minutes=minutes)
            do(ticket, what, now)

        last = Clock.objects.with_calendar().filter(promise=Promise.RESOLUTION).order_by("run").last()
        expected = due(
            last.calendar.work_calendar(), at("09:00"), timedelta(hours=7.5), holds_told_by(ticket)
        )
        if ticket.state != State.RESOLVED:
            assert last.due_at == expected
            assert alarms(ticket)[1][1] in (local(expected), local(max(expected or now, now)))
        assert ticket.clocks.filter(promise=Promise.RESOLUTION, settled_at=None).count() == (
            ticket.state != State.RESOLVED
        )
        transaction.set_rollback(True)
