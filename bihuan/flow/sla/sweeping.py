"""Set off the alarms that are due, each exactly once and in the order of their moments, many in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bihuan.flow.sla.events import ClockCalled, ClockMissed, ClockWarned
from bihuan.flow.sla.hierarchy import called_by, calls_of
from bihuan.flow.sla.models import Alarm, Level
from bihuan.flow.sla.models.alarm import AlarmQuerySet
from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql import tray
from bihuan.kit.sql.tray import gathered
from bihuan.tickets.models import Ticket, all_in_hand

logger = logging.getLogger(__name__)
LATE_S = 120  # what goes off later than this is marked so: the desk had been down
# In one transaction. With more, each costs less, and whoever wants one of their tickets waits longer.
MOST_AT_ONCE = 500
PUT_OFF = timedelta(minutes=5)

Due = Sequence[tuple[int, int]]  # alarm, ticket


def set_off_some(now: datetime) -> bool:
    """Set off the alarms that are due first, all or none; False where none is due.

    Whose ticket somebody holds just now is left for later, until nothing else is due.
    """
    due = _due(now, MOST_AT_ONCE)
    return bool(due) and (_set_off(due, now, waits=False) > 0 or set_off_next(now))


def set_off_next(now: datetime) -> bool:
    """Set off the alarm that is due first; False where none is due."""
    due = _due(now, 1)
    if due:
        _set_off(due, now, waits=True)
    return bool(due)


def put_off_next(now: datetime) -> None:
    """Let the alarm that is due first wait a little, so that one which fails holds up no other."""
    for alarm, ticket in _due(now, 1):
        with all_in_hand(Ticket.objects.filter(pk=ticket)):
            Alarm.objects.to_fire(now).filter(pk=alarm).update(fire_at=now + PUT_OFF)


def _due(now: datetime, most: int) -> Due:
    return list(Alarm.objects.to_fire(now).values_list("pk", "clock__ticket")[:most])


def _set_off(due: Due, now: datetime, *, waits: bool) -> int:
    """Set off alarms of which it is known that they were due just now; return how many still were.

    The tickets are locked before their alarms, as every verb does, so that no two wait for each other. Whoever comes
    second finds the alarm gone off, or moved, and leaves it.
    """
    wanted = Ticket.objects.filter(pk__in={ticket for _, ticket in due}).prefetch_related("handler", "team")
    with gathered(len(due)), all_in_hand(wanted, waits=waits) as tickets:
        ours = [alarm for alarm, ticket in due if ticket in tickets]
        alarms = list(_with_clocks(Alarm.objects.to_fire(now).filter(pk__in=ours))) if ours else []
        if alarms:
            Alarm.objects.filter(pk__in=[alarm.pk for alarm in alarms]).update(fired_at=now)
        for alarm in alarms:
            alarm.clock.ticket = tickets[alarm.clock.ticket_id]
            for following in Alarm.that_follow(alarm, now):
                tray.write(following)  # first: what is recorded may settle the clock, and then nobody follows
            _record(alarm, now)
    logger.info("alarms set_off=%d due=%d", len(alarms), len(due))
    return len(alarms)


def _with_clocks(alarms: AlarmQuerySet) -> AlarmQuerySet:
    """Read the clocks along, and the few calendars that these share once."""
    return alarms.select_related("clock").prefetch_related("clock__calendar__region")


def _record(alarm: Alarm, now: datetime) -> None:
    clock = alarm.clock
    assert alarm.fire_at is not None
    assert clock.due_at is not None
    late_s = int((now - alarm.fire_at).total_seconds())
    facts = said_by(alarm, late_s if late_s > LATE_S else 0, called_by(alarm, now))
    clock.ticket.record(facts, Stamp(by=None, at=now, via="clock"))


def said_by(alarm: Alarm, late_s: int, persons: Sequence[Person]) -> ClockWarned | ClockMissed | ClockCalled:
    """Return the facts of an alarm that goes off, with the names of who is called."""
    clock = alarm.clock
    assert clock.due_at is not None
    same = {
        "clock": clock.pk,
        "promise": clock.promise,
        "due_at": clock.due_at.isoformat(),
        "told": [person.name for person in persons],
        "calls": [str(who) for who in calls_of(alarm)],
        "late_s": late_s,
    }
    if alarm.turn == 1 and alarm.level == Level.WARNING:
        return ClockWarned(**same)  # type: ignore[arg-type]  # each of its own type
    if alarm.turn == 1 and alarm.level == Level.MISSED:
        return ClockMissed(**same)  # type: ignore[arg-type]  # as above
    return ClockCalled(level=alarm.level, turn=alarm.turn, **same)  # type: ignore[arg-type]  # as above
