"""When somebody is on duty between two moments, as stretches of time. Plain Python, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bihuan.ground.calendars.worktime import WorkCalendar
from bihuan.ground.duty.rota import Kind, Turn, is_on

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A time in which somebody is on duty."""

    since: datetime
    until: datetime
    is_on_call: bool = False


def stretches(
    turns: Iterable[tuple[Turn, WorkCalendar]],
    start: datetime,
    end: datetime,
    away: Iterable[tuple[datetime, datetime]] = (),
) -> list[Stretch]:
    """Return when somebody with these weekly turns is on duty between two moments, less the times away.

    Where turns overlap, a shift goes before on call.
    """
    spans = [span for turn, calendar in turns for span in _days_of(turn, calendar, start, end)]
    absent = list(away)
    edges = sorted(
        {edge for one in spans for edge in (one.since, one.until)} | {e for gap in absent for e in gap}
    )
    found: list[Stretch] = []
    for since, until in pairwise(edges):
        on = [one for one in spans if one.since <= since and until <= one.until]
        if not on or any(gone <= since and until <= back for gone, back in absent):
            continue
        is_on_call = all(one.is_on_call for one in on)
        if found and found[-1].until == since and found[-1].is_on_call == is_on_call:
            found[-1] = replace(found[-1], until=until)
        else:
            found.append(Stretch(since, until, is_on_call))
    return found


def _days_of(turn: Turn, calendar: WorkCalendar, start: datetime, end: datetime) -> Iterable[Stretch]:
    """Yield the turn day by day, also the one that began the evening before."""
    day = start.astimezone(calendar.zone).date() - ONE_DAY
    while day <= end.astimezone(calendar.zone).date():
        begins = datetime.combine(day, turn.begins, calendar.zone)
        if is_on(turn, calendar, begins):
            last_on = day if turn.begins < turn.ends else day + ONE_DAY
            ends = datetime.combine(last_on, turn.ends, calendar.zone)
            since, until = max(begins.astimezone(UTC), start), min(ends.astimezone(UTC), end)
            if since < until:
                yield Stretch(since, until, turn.kind is Kind.ON_CALL)
        day += ONE_DAY
