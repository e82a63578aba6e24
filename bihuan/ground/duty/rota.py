"""Who is on when, derived from weekly turns, changes of single days and swaps. Plain Python, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bihuan.ground.calendars.worktime import WorkCalendar

FRIDAY = 4
ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    SHIFT = "shift"  # on working days of the calendar only
    ON_CALL = "on_call"  # whatever day it is


@dataclass(frozen=True)
class Turn:
    kind: Kind
    weekdays: tuple[int, ...]  # Monday is 0
    begins: time
    ends: time  # at or before `begins`: on the next morning
    first_on: date = date.min
    last_on: date = date.max
    pattern: int | None = None


@dataclass(frozen=True)
class Weekly:
    """Somebody's weekly turn."""

    person: int
    turn: Turn
    calendar: WorkCalendar


@dataclass(frozen=True)
class Change:
    """What somebody does on one day instead of the weekly turns of that kind; without hours nothing."""

    person: int
    on: date
    kind: Kind
    hours: tuple[time, time] | None
    calendar: WorkCalendar
    pattern: int | None = None


@dataclass(frozen=True)
class Trade:
    """What `giver` had on a day is done by `taker`, who may give a day in return."""

    giver: int
    taker: int
    kind: Kind
    gives_on: date
    returns_on: date | None = None

    def days(self) -> Iterator[date]:
        yield self.gives_on
        if self.returns_on and self.returns_on != self.gives_on:
            yield self.returns_on

    def new_owner(self, stint: Stint) -> int:
        """Return whose the stint is after this trade."""
        if stint.kind is self.kind and (stint.person, stint.on) == (self.giver, self.gives_on):
            return self.taker
        if stint.kind is self.kind and (stint.person, stint.on) == (self.taker, self.returns_on):
            return self.giver
        return stint.person


@dataclass(frozen=True)
class Stint:
    """Somebody's turn on one day; one past midnight belongs to the day on which it began."""

    person: int
    kind: Kind
    on: date
    begins: datetime
    ends: datetime
    pattern: int | None = None
    is_changed: bool = False  # only on this day
    swapped_with: int | None = None  # whose it would have been


@dataclass(frozen=True)
class Roster:
    """All turns of one team."""

    weekly: Sequence[Weekly] = ()
    changes: Sequence[Change] = ()
    trades: Sequence[Trade] = ()  # in the order in which they were agreed
    _days: dict[date, tuple[Stint, ...]] = field(default_factory=dict, compare=False)

    def stints(self, on: date) -> tuple[Stint, ...]:
        """Return the turns that begin on that day, the earliest first."""
        found = self._days.get(on)
        if found is None:
            stints = [*self._planned(on), *self._changed(on)]
            for trade in self.trades:
                if on in trade.days():
                    stints = [_traded(stint, trade.new_owner(stint)) for stint in stints]
            found = self._days[on] = tuple(sorted(stints, key=lambda one: (one.begins, one.ends, one.person)))
        return found

    def at(self, now: datetime) -> Iterator[Stint]:
        """Yield the turns that are on at `now`."""
        today = now.astimezone(UTC).date()  # somewhere it is yesterday, somewhere tomorrow
        for on in (today - 2 * ONE_DAY, today - ONE_DAY, today, today + ONE_DAY):
            yield from (stint for stint in self.stints(on) if stint.begins <= now < stint.ends)

    def _planned(self, on: date) -> Iterator[Stint]:
        changed = {(one.person, one.kind) for one in self.changes if one.on == on}
        for one in self.weekly:
            turn = one.turn
            if (one.person, turn.kind) not in changed and counts(turn, one.calendar, on):
                hours = (turn.begins, turn.ends)
                yield _stint(one.person, turn.kind, on, hours, one.calendar, turn.pattern)

    def _changed(self, on: date) -> Iterator[Stint]:
        for one in self.changes:
            if one.on == on and one.hours:
                stint = _stint(one.person, one.kind, on, one.hours, one.calendar, one.pattern)
                yield replace(stint, is_changed=True)


def is_on(turn: Turn, calendar: WorkCalendar, now: datetime) -> bool:
    """Return whether `turn` is on at `now`; a turn past midnight belongs to the day on which it began."""
    local = now.astimezone(calendar.zone)
    day, clock = local.date(), local.time()
    if turn.begins < turn.ends:
        return turn.begins <= clock < turn.ends and counts(turn, calendar, day)
    if clock >= turn.begins:
        return counts(turn, calendar, day)
    return clock < turn.ends and counts(turn, calendar, day - ONE_DAY)


def counts(turn: Turn, calendar: WorkCalendar, day: date) -> bool:
    """Tell whether the turn is on that day; a make-up day is worked by those who work on Fridays."""
    if not turn.first_on <= day <= turn.last_on:
        return False
    if turn.kind is Kind.ON_CALL:
        return day.weekday() in turn.weekdays
    weekday = day.weekday() if calendar.week.get(day.weekday()) else FRIDAY
    return calendar.is_workday(day) and weekday in turn.weekdays


def gaps(
    begins: datetime,
    ends: datetime,
    stints: Iterable[Stint],
    away: Mapping[int, Sequence[tuple[datetime, datetime]]],
) -> list[tuple[datetime, datetime]]:
    """Return when between the two moments nobody is there, oldest first.

    :param away: person → the times of leave
    """
    there = sorted(span for stint in stints for span in present(stint, away.get(stint.person, ())))
    open_from, found = begins, []
    for since, until in there:
        if until <= open_from:
            continue
        if since >= ends:
            break
        if since > open_from:
            found.append((open_from, since))
        open_from = until
    return [*found, (open_from, ends)] if open_from < ends else found


def present(stint: Stint, away: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the parts of a turn in which its person is not on leave."""
    parts = [(stint.begins, stint.ends)]
    for since, until in away:
        parts = [
            part
            for begins, ends in parts
            for part in ((begins, min(ends, since)), (max(begins, until), ends))
            if part[0] < part[1]
        ]
    return parts


def _stint(
    person: int, kind: Kind, on: date, hours: tuple[time, time], calendar: WorkCalendar, pattern: int | None
) -> Stint:
    begins, ends = hours
    last = on if begins < ends else on + ONE_DAY
    zone = calendar.zone
    return Stint(
        person, kind, on, datetime.combine(on, begins, zone), datetime.combine(last, ends, zone), pattern
    )


def _traded(stint: Stint, owner: int) -> Stint:
    return stint if owner == stint.person else replace(stint, person=owner, swapped_with=stint.person)
