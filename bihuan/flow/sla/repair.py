"""Reckon promises anew when a calendar changed under them: from their facts, as ever, and written on the ticket.

Only what still runs and has not run out moves. What was met or missed stays what it was (SLA-08).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bihuan.flow.sla.events import ClockMoved
from bihuan.flow.sla.models import Alarm, Clock
from bihuan.flow.sla.placing import write_down
from bihuan.flow.sla.stops import stops_of
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.calendars.worktime import NeverOpen, TooFar
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Ticket

BATCH = 500  # clocks looked at together; only the tickets of those that move are locked, each by itself


class Repaired(NamedTuple):
    """How many promises were looked at, how many moved (or would), and how many can't be reckoned by the calendar."""

    looked_at: int = 0
    moved: int = 0
    stuck: int = 0


def recompute(calendars: Iterable[Calendar], stamp: Stamp, *, dry_run: bool = False) -> Repaired:
    """Reckon every open clock of these calendars anew, and log each due time that moves on its ticket.

    The calendars are taken as they are given, so that one that only supposes other hours shows what would come of them.
    Doing it twice does the same. A clock that finds no open time any more is left as it is and counted as stuck.
    """
    by_pk = {calendar.pk: calendar for calendar in calendars}
    running = Clock.objects.unsettled().filter(calendar__in=list(by_pk), due_at__gt=stamp.at)
    keys = list(running.order_by("ticket", "pk").values_list("pk", flat=True))
    total = Repaired(looked_at=len(keys))
    for first in range(0, len(keys), BATCH):
        clocks = list(running.filter(pk__in=keys[first : first + BATCH]).order_by("ticket", "pk"))
        moving, stuck = _reckoned(clocks, by_pk)
        if not dry_run:
            for pk in dict.fromkeys(clock.ticket_id for clock in moving):
                _move(Ticket(pk=pk), by_pk, stamp)
        total = Repaired(total.looked_at, total.moved + len(moving), total.stuck + stuck)
    return total


def _reckoned(clocks: Sequence[Clock], calendars: dict[int, Calendar]) -> tuple[list[Clock], int]:
    """Reckon clocks without saving; return those whose due time or warning differs, and how many are stuck."""
    stops, moving, stuck = stops_of({clock.ticket_id for clock in clocks}), [], 0
    for clock in clocks:
        clock.calendar = calendars[clock.calendar_id]
        was = clock.due_at, clock.warn_at
        try:
            clock.reckon(stops.get(clock.ticket_id, ()))
        except (NeverOpen, TooFar):
            stuck += 1
            continue
        if (clock.due_at, clock.warn_at) != was:
            moving.append(clock)
    return moving, stuck


def _move(ticket: Ticket, calendars: dict[int, Calendar], stamp: Stamp) -> None:
    """Move the clocks of one ticket, reckoned anew now that it is locked: it may have changed since it was looked at."""
    with ticket.in_hand():
        running = Clock.objects.unsettled().filter(
            ticket=ticket, calendar__in=list(calendars), due_at__gt=stamp.at
        )
        clocks = list(running.order_by("pk"))
        before = {clock.pk: clock.due_at for clock in clocks}
        moving, _ = _reckoned(clocks, calendars)
        if not moving:
            return
        Clock.objects.bulk_update(moving, ["due_at", "warn_at"])
        Alarm.set_for(moving, stamp.at)
        write_down(ticket)
        for clock in moving:
            was, now = before[clock.pk], clock.due_at
            if was != now and was and now:
                facts = ClockMoved(clock.pk, clock.promise, was=was.isoformat(), now=now.isoformat())
                ticket.record(facts, stamp)
