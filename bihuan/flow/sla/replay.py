"""What would have been met and missed under other policies or in other hours: the facts that are stored, reckoned anew.

Changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.flow.sla.clockwork import Promise, Standing, Stop
from bihuan.flow.sla.models import Clock, PolicyBook, Target
from bihuan.flow.sla.models.clock import ClockQuerySet
from bihuan.flow.sla.stops import stops_of
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.calendars.worktime import NeverOpen, TooFar
from bihuan.tickets.models import Ticket

# Whose outcome a policy alone decides; the others begin with what somebody did.
REPLAYED = (Promise.FIRST_CONTACT, Promise.ACCEPTANCE, Promise.RESOLUTION)
MOST_CLOCKS = 40_000


@dataclass
class Outcome:
    """Of one promise: how many clocks, and how many of them were, and would be, too late."""

    clocks: int = 0
    missed: int = 0
    would_miss: int = 0
    newly_missed: int = 0
    newly_met: int = 0

    @property
    def difference(self) -> int:
        return self.would_miss - self.missed


def replay(
    book: PolicyBook, since: datetime, now: datetime, priority_of: Callable[[Ticket], int] | None = None
) -> Mapping[Promise, Outcome]:
    """Reckon the clocks started from `since` on as if the book had held then, the newest `MOST_CLOCKS` of them.

    :param priority_of: the priority that a ticket would have had; one that stays as it was is not reckoned anew
    """

    def aim(clock: Clock) -> bool:
        target = _target(book, clock, priority_of)
        if target is not None:
            clock.aim(target)
        return target is not None

    return _replay(_since(since).prefetch_related("ticket__person"), aim, now)


def replay_in(calendars: Iterable[Calendar], since: datetime, now: datetime) -> Mapping[Promise, Outcome]:
    """Reckon the clocks of some calendars as if these had been as they are given: hours or days that one only supposes.

    A clock that would have found no open time is left as it was.
    """
    by_pk = {calendar.pk: calendar for calendar in calendars}

    def aim(clock: Clock) -> bool:
        clock.calendar = by_pk[clock.calendar_id]
        return True

    return _replay(_since(since).filter(calendar__in=list(by_pk)), aim, now)


def _since(since: datetime) -> ClockQuerySet:
    return Clock.objects.filter(promise__in=REPLAYED, started_at__gte=since)


def _replay(wanted: ClockQuerySet, aim: Callable[[Clock], bool], now: datetime) -> Mapping[Promise, Outcome]:
    """Aim each clock anew, reckon those that `aim` says have another aim now, and count what came of it."""
    clocks = list(wanted.order_by("-started_at")[:MOST_CLOCKS])
    stops = stops_of({clock.ticket_id for clock in clocks})
    outcomes = {promise: Outcome() for promise in REPLAYED}
    for clock in clocks:
        was = clock.standing(now)
        if aim(clock):
            with suppress(NeverOpen, TooFar):
                clock.reckon(_over(clock, stops.get(clock.ticket_id, ())))
        _count(outcomes[Promise(clock.promise)], was, clock.standing(now))
    return outcomes


def _target(book: PolicyBook, clock: Clock, priority_of: Callable[[Ticket], int] | None) -> Target | None:
    """Return what would be promised; None where the clock stays as it is."""
    matter = book.matter(clock.ticket)
    if priority_of is not None:
        priority = priority_of(clock.ticket)
        if priority == matter.priority:
            return None
        matter = replace(matter, priority=priority)
    return book.promised(matter).get(Promise(clock.promise))


def _over(clock: Clock, stops: Iterable[Stop]) -> list[Stop]:
    """Return the stops as of when the clock was settled: what came later has no say."""
    end = clock.settled_at
    if end is None:
        return list(stops)
    return [Stop(stop.since, min(stop.until or end, end), stop.reason) for stop in stops if stop.since < end]


def _count(outcome: Outcome, was: Standing, would_be: Standing) -> None:
    outcome.clocks += 1
    missed, would_miss = was is Standing.MISSED, would_be is Standing.MISSED
    outcome.missed += missed
    outcome.would_miss += would_miss
    outcome.newly_missed += would_miss and not missed
    outcome.newly_met += missed and not would_miss
