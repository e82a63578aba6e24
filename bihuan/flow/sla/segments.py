"""What a clock did from its start to its end, stretch by stretch: why it is due when it is. Plain Python, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bihuan.flow.sla.clockwork import Stop
from bihuan.ground.calendars.worktime import Span, WorkCalendar, open_spans, without

ONE_DAY = timedelta(days=1)


class Doing(StrEnum):
    RUNNING = "running"
    HELD = "held"  # open, but the ticket waited
    OFF = "off"  # outside the working time


@dataclass(frozen=True)
class Segment:
    """A stretch; `reason`: what it waited for; `days`: the holidays that lie in it, by name."""

    start: datetime
    end: datetime
    doing: Doing
    reason: str = ""
    days: tuple[str, ...] = ()

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def segments(
    calendar: WorkCalendar,
    start: datetime,
    end: datetime,
    stops: Iterable[Stop] = (),
    names: Mapping[date, str] | None = None,
) -> list[Segment]:
    """Return the stretches from `start` to `end`, without a gap; those in which it ran add up to what was used of it.

    :param names: of the dates that are holidays
    :raises TooFar: if the two are further apart than a calendar reaches
    """
    held = [
        (Span(max(stop.since, start), min(stop.until or end, end)), stop.reason)
        for stop in stops
        if stop.since < end and (stop.until or end) > start
    ]
    found: list[Segment] = []
    at = start
    for span in open_spans(calendar, start, end):
        if at < span.start:
            found.append(_off(calendar, at, span.start, names or {}))
        found += _open(span, held)
        at = span.end
    if at < end:
        found.append(_off(calendar, at, end, names or {}))
    return found


def running(found: Iterable[Segment]) -> timedelta:
    return sum((one.length for one in found if one.doing is Doing.RUNNING), timedelta())


def _open(span: Span, held: Sequence[tuple[Span, str]]) -> Iterator[Segment]:
    """Yield what an open stretch was used for; where two waits overlap, the one that began first is named."""
    free = list(without([span], (wait for wait, _ in held)))
    waits: list[Segment] = []
    taken: list[Span] = list(free)
    for wait, reason in sorted(held):
        inside = Span(max(wait.start, span.start), min(wait.end, span.end))
        if inside.start < inside.end:
            parts = list(without([inside], taken))
            waits += [Segment(part.start, part.end, Doing.HELD, reason) for part in parts]
            taken += parts
    runs = [Segment(part.start, part.end, Doing.RUNNING) for part in free]
    yield from sorted([*runs, *waits], key=lambda one: one.start)


def _off(calendar: WorkCalendar, start: datetime, end: datetime, names: Mapping[date, str]) -> Segment:
    first, last = (
        start.astimezone(calendar.zone).date(),
        (end - timedelta.resolution).astimezone(calendar.zone).date(),
    )
    days = (first + n * ONE_DAY for n in range((last - first).days + 1))
    found = dict.fromkeys(names[day] for day in days if day in names and not calendar.is_workday(day))
    return Segment(start, end, Doing.OFF, days=tuple(found))
