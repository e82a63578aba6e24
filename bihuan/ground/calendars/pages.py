"""A calendar read as a book: each page covers four weeks and says when the calendar is open, and for how long.

To look up how much has been open before a moment, or the moment before which so much has been open, is one bisection
on one page; what is far away is reached by turning pages, not by walking days. Plain Python, no clock.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from bihuan.ground.calendars.shifts import ONE_DAY, WorkCalendar
from bihuan.ground.calendars.spans import NO_TIME, Span, clipped, joined, without

PAGE_DAYS = 28
PAGES_KEPT = 1024  # of all calendars; at most about 10 kB each
REACH = timedelta(days=36525)  # a century: what lies further away is a slip of the pen


class TooFar(ValueError):
    """The moment asked for lies outside what working time is reckoned for."""


class Page(NamedTuple):
    """Four weeks: the open spans, their ends, and how much is open before each of them and in all."""

    spans: tuple[Span, ...]
    ends: tuple[datetime, ...]
    before: tuple[timedelta, ...]

    @property
    def total(self) -> timedelta:
        return self.before[-1]

    def is_open(self, moment: datetime) -> bool:
        index = bisect_right(self.ends, moment)
        return index < len(self.spans) and self.spans[index].start <= moment

    def worked(self, until: datetime) -> timedelta:
        """Return the open time of the page before `until`: none before its first day, all of it after its last."""
        index = bisect_right(self.ends, until)
        running = until - self.spans[index].start if index < len(self.spans) else NO_TIME
        return self.before[index] + max(running, NO_TIME)

    def moment(self, worked: timedelta, *, latest: bool) -> datetime | None:
        """Return the first, or the latest, moment before which so much is open; None if it is on another page.

        The two differ where a span ends: the first is its end, the latest the start of the next one.
        """
        index = (bisect_right if latest else bisect_left)(self.before, worked) - 1
        if not 0 <= index < len(self.spans):
            return None
        return self.spans[index].start + (worked - self.before[index])


def page_of(calendar: WorkCalendar, moment: datetime) -> Page:
    """Return the page on which `moment`, in UTC, is found."""
    return _page(calendar, _number(moment))


def pages_between(calendar: WorkCalendar, start: datetime, end: datetime) -> Iterator[Page]:
    """Return the pages from that of `start` to that of `end`, both in UTC; none if `end` is on an earlier one.

    :raises TooFar: if the two are more than `REACH` apart
    """
    if end - start > REACH:
        raise TooFar(f"{start.isoformat()} and {end.isoformat()} are more than {REACH.days} days apart")
    return (_page(calendar, number) for number in range(_number(start), _number(end) + 1))


def pages_from(calendar: WorkCalendar, start: datetime, *, step: int) -> Iterator[Page]:
    """Turn the pages from that of `start`, in UTC, forwards (1) or back (-1), as far as there can be open time."""
    first = _number(start)
    reach = REACH.days // PAGE_DAYS + 1
    if not calendar.is_open_weekly:
        dated = (abs(day.toordinal() // PAGE_DAYS - first) for day in calendar.dates)
        reach = min(reach, max(dated, default=0) + 2)
    return (_page(calendar, number) for number in range(first, first + step * reach, step))


@lru_cache(maxsize=PAGES_KEPT)
def _page(calendar: WorkCalendar, number: int) -> Page:
    first = date.fromordinal(number * PAGE_DAYS)
    opens = datetime.combine(first, time.min, UTC)
    # A local date begins up to a day before or after that of UTC, and a shift may run on into the next date.
    days = [first + offset * ONE_DAY for offset in range(-2, PAGE_DAYS + 1)]
    shifts = (shift.on(day, calendar.zone) for day in days for shift in calendar.shifts_on(day))
    breaks = (pause.on(day, calendar.zone) for day in days for pause in calendar.breaks.get(day, ()))
    spans = tuple(without(joined(clipped(shifts, Span(opens, opens + PAGE_DAYS * ONE_DAY))), breaks))
    before = accumulate((span.length for span in spans), initial=NO_TIME)
    return Page(spans, tuple(span.end for span in spans), tuple(before))


def _number(moment: datetime) -> int:
    return moment.toordinal() // PAGE_DAYS
