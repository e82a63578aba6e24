"""What nobody accepts in time, with the whole house awake: from the clock that runs out to the next one's own time."""

from __future__ import annotations

import pytest
from django.db import transaction

from bihuan.flow.dispatch.models import DispatchRules
from bihuan.flow.dispatch.tests.test_dispatch import classify, turn
from bihuan.flow.sla.calling import Who
from bihuan.flow.sla.clockwork import Promise, Standing
from bihuan.flow.sla.models import Alarm, CallLevel, Clock
from bihuan.flow.sla.sweeping import set_off_some
from bihuan.flow.sla.tests.cast import HOUR, MINUTE, at, desk, local, person, stamp, team
from bihuan.tickets.models import Assignment, Ticket
from bihuan.tickets.tests.cast import a_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-02"), pytest.mark.requirement("SLA-01")]


def swept(ticket: Ticket, clock: str) -> Ticket:
    """Return the ticket once all that is due has gone off."""
    while set_off_some(at(clock)):
        pass
    ticket.refresh_from_db()
    return ticket


def given(name: str) -> Ticket:
    """Return a ticket of priority 3 that 陈 and 钱 could take, and of these the one named has from nine o'clock on."""
    desk()
    CallLevel.objects.create(level=2, calls=[Who.HANDLER], repeat_every=30 * MINUTE)
    CallLevel.objects.create(level=3, calls=[Who.LEADS], after=HOUR)
    turn("陈"), turn("钱")
    with transaction.atomic():
        ticket = classify(a_ticket())
        if ticket.handler != person(name):
            Assignment.make(ticket, team=team("desk"), handler=person(name), stamp=stamp("09:00"))
    return ticket


def acceptance(ticket: Ticket) -> list[tuple[str | None, Standing]]:
    """Return by when each was to accept it, and how that stands at half past ten."""
    clocks = Clock.objects.of_promise(Promise.ACCEPTANCE).filter(ticket=ticket).order_by("run")
    return [(local(clock.due_at), clock.standing(at("10:30"))) for clock in clocks]


def to_come(ticket: Ticket, run: int) -> list[str | None]:
    alarms = Alarm.objects.filter(clock__ticket=ticket, clock__promise=Promise.ACCEPTANCE, clock__run=run)
    armed = alarms.filter(fired_at=None, fire_at__isnull=False).order_by("fire_at")
    return [local(alarm.fire_at) for alarm in armed]


def test_what_is_not_accepted_in_time_goes_to_the_next_one_who_has_a_time_of_his_or_her_own():
    ticket = given("陈")

    swept(ticket, "09:59")
    assert ticket.handler == person("陈")
    swept(ticket, "10:01")

    assert ticket.handler == person("钱")
    assert acceptance(ticket) == [("10:00", Standing.MISSED), ("11:01", Standing.FINE)]
    assert (to_come(ticket, run=1), to_come(ticket, run=2)) == ([], ["10:41", "11:01"])
    kinds = list(ticket.history.order_by("pk").values_list("kind", flat=True))
    assert kinds[-3:] == ["clock.missed", "ticket.returned", "ticket.assigned"]
    Assignment.objects.current().get(ticket=ticket).accept(stamp("10:30", by="钱"))
    assert acceptance(ticket)[-1] == ("11:01", Standing.MET)


def test_near_the_deadline_of_the_next_one_another_team_has_its_own_time_and_a_gift_within_the_team_none():
    ticket = swept(given("陈"), "10:01")

    Assignment.make(ticket, team=team("desk"), handler=person("孙"), stamp=stamp("10:40", by="钱"))
    assert [due for due, _ in acceptance(ticket)] == ["10:00", "11:01"]
    Assignment.make(ticket, team=team("desktop"), handler=person("王"), stamp=stamp("11:00", by="孙"))

    assert [due for due, _ in acceptance(ticket)] == ["10:00", "11:01", "12:00"]


def test_what_is_given_back_too_late_is_as_late_as_what_nobody_gave_back():
    DispatchRules.objects.create(pk=1, returns_unaccepted=False)
    ticket = swept(given("陈"), "10:01")
    assert to_come(ticket, run=1)

    current = Assignment.objects.current().get(ticket=ticket)
    current.give_back(why="不会", stamp=stamp("10:20", by="陈"))

    assert acceptance(ticket) == [("10:00", Standing.MISSED), ("11:20", Standing.FINE)]
    assert to_come(ticket, run=1) == []
