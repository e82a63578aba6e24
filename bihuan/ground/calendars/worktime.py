"""Working time: when a calendar is open, and how to count in it. Plain Python, no clock.

Moments come in as aware datetimes of any zone and go out in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import overload

from bihuan.ground.calendars.pages import REACH, TooFar, page_of, pages_between, pages_from
from bihuan.ground.calendars.shifts import ONE_DAY, Shift, Shifts, WorkCalendar, first_shown
from bihuan.ground.calendars.spans import NO_TIME, Span, clipped, joined, without

__all__ = [
    "Hold",
    "NeverOpen",
    "Shift",
    "Shifts",
    "Span",
    "TooFar",
    "WorkCalendar",
    "add_workdays",
    "count_workdays",
    "due",
    "elapsed",
    "is_open",
    "latest_start",
    "open_spans",
    "without",
]

FIRST_YEAR, LAST_YEAR = 1000, 9000  # more than a reach away from either end of what a datetime can hold


class NeverOpen(ValueError):
    """The calendar has no open time left in the direction asked for."""


Hold = tuple[datetime, datetime | None]  # from and to; a hold without an end is still running


@overload
def due(
    calendar: WorkCalendar, start: datetime, allowance: timedelta, holds: Iterable[Span] = ()
) -> datetime: ...
@overload
def due(
    calendar: WorkCalendar, start: datetime, allowance: timedelta, holds: Iterable[Hold]
) -> datetime | None: ...
def due(
    calendar: WorkCalendar, start: datetime, allowance: timedelta, holds: Iterable[Hold] = ()
) -> datetime | None:
    """Return when `allowance` runs out, counted from `start` in open time outside the holds.

    That is the first such moment: closing time rather than the next opening. With no allowance it is the first
    moment that is open and not held. Return None if a hold without an end begins before that.

    :raises NeverOpen: if the calendar closes for good before that
    :raises TooFar: if that is more than `REACH` away
    :raises ValueError: if a moment has no zone, the allowance is below zero, or a hold ends before it begins
    """
    _check_allowance(allowance)
    for begins, ends in _between_holds(start, holds):
        if ends is None:
            return _ahead(calendar, begins, allowance)
        worked = _worked(calendar, begins, ends)
        if worked and allowance <= worked:
            return _ahead(calendar, begins, allowance)
        allowance -= worked
    return None


def latest_start(calendar: WorkCalendar, end: datetime, allowance: timedelta) -> datetime:
    """Return when to begin so that `allowance` of open time has passed at `end`: `due` in a mirror.

    That is the last such moment: opening time rather than the closing before.

    :raises NeverOpen: if the calendar was never open before that
    :raises TooFar: if that is more than `REACH` away
    :raises ValueError: if `end` has no zone, or the allowance is below zero
    """
    _check_allowance(allowance)
    return _back(calendar, _in_utc(end), allowance)


def elapsed(calendar: WorkCalendar, start: datetime, end: datetime, holds: Iterable[Hold] = ()) -> timedelta:
    """Return the open time from `start` to `end` outside the holds; zero if `end` comes first.

    :raises TooFar: if the two are more than `REACH` apart
    :raises ValueError: if a moment has no zone, or a hold ends before it begins
    """
    until = _in_utc(end)
    stretches = ((begins, min(ends or until, until)) for begins, ends in _between_holds(start, holds))
    return sum((_worked(calendar, begins, ends) for begins, ends in stretches if begins < ends), NO_TIME)


def open_spans(calendar: WorkCalendar, start: datetime, end: datetime) -> Iterator[Span]:
    """Yield the stretches between `start` and `end` in which the calendar is open, oldest first.

    :raises TooFar: if the two are more than `REACH` apart
    :raises ValueError: if a moment has no zone
    """
    window = Span(_in_utc(start), _in_utc(end))
    spans = (span for page in pages_between(calendar, *window) for span in page.spans)
    return joined(clipped(spans, window))


def is_open(calendar: WorkCalendar, moment: datetime) -> bool:
    """Tell whether the calendar is open; at the moment of closing it no longer is.

    :raises ValueError: if the moment has no zone
    """
    at = _in_utc(moment)
    return page_of(calendar, at).is_open(at)


def add_workdays(calendar: WorkCalendar, start: datetime, days: int) -> datetime:
    """Return the same time on the wall, `days` working days later, or earlier if below zero.

    The date of `start` itself is not counted. With no days it is kept if it is a working day, else it is the next.

    :raises NeverOpen: if the calendar has not so many working days
    :raises TooFar: if that is more than `REACH` away
    :raises ValueError: if `start` has no zone
    """
    wall = _in_utc(start).astimezone(calendar.zone).replace(tzinfo=None)
    step = -ONE_DAY if days < 0 else ONE_DAY
    day, left = wall.date(), abs(days)
    if not left and not calendar.is_workday(day):
        left = 1
    for _ in range(REACH.days):
        if not left:
            return first_shown(datetime.combine(day, wall.time()), calendar.zone)
        day += step
        left -= calendar.is_workday(day)
    raise _not_found(calendar, start)


def count_workdays(calendar: WorkCalendar, first: date, last: date) -> int:
    """Return how many dates from `first` to `last`, both included, have a shift.

    :raises TooFar: if the two are more than `REACH` apart
    """
    if last - first > REACH:
        raise TooFar(f"{first} and {last} are more than {REACH.days} days apart")
    days = range(first.toordinal(), last.toordinal() + 1)
    return sum(map(calendar.is_workday, map(date.fromordinal, days)))


def _ahead(calendar: WorkCalendar, start: datetime, distance: timedelta) -> datetime:
    """Return the first moment with `distance` behind it; without any, the last: that is the next opening."""
    left = distance
    for page in pages_from(calendar, start, step=1):
        left += page.worked(start)
        if found := page.moment(left, latest=not distance):
            return found
        left -= page.total
    raise _not_found(calendar, start)


def _back(calendar: WorkCalendar, end: datetime, distance: timedelta) -> datetime:
    """Return the last moment with `distance` before it; without any, the first: that is the closing before."""
    left = -distance
    for page in pages_from(calendar, end, step=-1):
        left += page.worked(end)
        if found := page.moment(left, latest=bool(distance)):
            return found
    raise _not_found(calendar, end)


def _worked(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    pages = pages_between(calendar, start, end)
    return sum((page.worked(end) - page.worked(start) for page in pages), NO_TIME)


def _between_holds(start: datetime, holds: Iterable[Hold]) -> Iterator[Hold]:
    """Yield the stretches from `start` on that are not held; the last has no end, unless a hold has none."""
    at = _in_utc(start)
    for begins, ends in sorted(map(_checked, holds), key=itemgetter(0)):
        if at < begins:
            yield at, begins
        if ends is None:
            return
        at = max(at, ends)
    yield at, None


def _checked(hold: Hold) -> Hold:
    begins, ends = _in_utc(hold[0]), hold[1] and _in_utc(hold[1])
    if ends is not None and ends < begins:
        raise ValueError(f"a hold ends before it begins: {begins.isoformat()} to {ends.isoformat()}")
    return begins, ends


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise TooFar(f"{moment.isoformat()} is not between the years {FIRST_YEAR} and {LAST_YEAR}")
    return moment.astimezone(UTC)


def _check_allowance(allowance: timedelta) -> None:
    if allowance < NO_TIME:
        raise ValueError("an allowance is never below zero")
    if allowance > REACH:
        raise TooFar(f"an allowance of {allowance.days} days is longer than {REACH.days} days")


def _not_found(calendar: WorkCalendar, start: datetime) -> NeverOpen | TooFar:
    if calendar.is_open_weekly:
        return TooFar(f"that is more than {REACH.days} days away from {start.isoformat()}")
    if any(calendar.dates.values()):
        return NeverOpen(f"seen from {start.isoformat()}, too few dates have a shift, and no weekday has one")
    return NeverOpen("the calendar is never open: no weekday and no date has a shift")
