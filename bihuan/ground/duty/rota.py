"""When a weekly turn is on. Plain Python, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bihuan.ground.calendars.worktime import WorkCalendar

FRIDAY = 4


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


def is_on(turn: Turn, calendar: WorkCalendar, now: datetime) -> bool:
    """Return whether `turn` is on at `now`; a turn past midnight belongs to the day on which it began."""
    local = now.astimezone(calendar.zone)
    day, clock = local.date(), local.time()
    if turn.begins < turn.ends:
        return turn.begins <= clock < turn.ends and _counts(turn, calendar, day)
    if clock >= turn.begins:
        return _counts(turn, calendar, day)
    return clock < turn.ends and _counts(turn, calendar, day - timedelta(days=1))


def _counts(turn: Turn, calendar: WorkCalendar, day: date) -> bool:
    """Tell whether the turn is on that day; a make-up day is worked by those who work on Fridays."""
    if not turn.first_on <= day <= turn.last_on:
        return False
    if turn.kind is Kind.ON_CALL:
        return day.weekday() in turn.weekdays
    weekday = day.weekday() if calendar.week.get(day.weekday()) else FRIDAY
    return calendar.is_workday(day) and weekday in turn.weekdays
