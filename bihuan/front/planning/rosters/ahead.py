"""What a roster would be with further turns, before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.front.planning.rosters.grid import Cell, Day, Drawer
from bihuan.front.planning.rosters.reading import calendar_of, drawer_of
from bihuan.ground.duty.rota import Kind, Turn, Weekly
from bihuan.ground.people.models import Team
from bihuan.kit.kept.keeping import unchanging

SHOWN_DAYS = 14


@dataclass(frozen=True)
class Ahead:
    """The first days of a range: who would have what, and the hours that nobody covers, now and then."""

    days: Sequence[Day]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    bare_h: float
    still_bare_h: float
    resting: Sequence[Day]  # days of the pattern on which it rests


def look_ahead(team: Team, given: Mapping[str, Any], now: datetime) -> Ahead:
    """Return how the roster would look in the first fortnight of the range that a form tells."""
    pattern, people = given["pattern"], list(given["people"])
    first, last = given["begins_on"], given["ends_on"] or date.max
    days = [first + timedelta(days=n) for n in range(SHOWN_DAYS) if (first + timedelta(days=n)) <= last]
    weekdays = tuple(given["weekdays"])
    turn = Turn(Kind(pattern.kind), weekdays, pattern.begins_at, pattern.ends_at, first, last, pattern.pk)
    with unchanging():
        before = drawer_of(team, days, now, people)
        calendar = calendar_of(team).work_calendar()
        weekly = [*before.roster.weekly, *(Weekly(one.pk, turn, calendar) for one in people)]
        after = replace(before, roster=replace(before.roster, weekly=weekly, _days={}))
        shown = [after.day(on, "") for on in days]
        return Ahead(
            days=shown,
            rows=[(one.name, after.cells(one.pk, days)) for one in people],
            bare_h=_bare_h(before, days),
            still_bare_h=_bare_h(after, days),
            resting=[one for one in shown if not one.is_work and one.on.weekday() in weekdays]
            if turn.kind is Kind.SHIFT
            else [],
        )


def _bare_h(drawer: Drawer, days: Sequence[date]) -> float:
    spans = (gap.until - gap.since for on in days for gap in drawer.gaps_on(on))
    return round(sum(spans, timedelta()) / timedelta(hours=1), 1)
