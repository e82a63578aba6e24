"""Working time counted the slow way, minute by minute, from nothing but what a clock on the wall shows.

A shift begins when the wall first shows its opening time or later, and is over when it first shows its closing time
or later. So the calendar is open in a minute if *the furthest the wall has got* lies between the two: while the clocks
repeat an hour that stays where it is, and when they skip one it leaps. All times here are whole minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ONE_MINUTE = timedelta(minutes=1)
DAY = 24 * 60
LEAD = 5 * 60  # minutes before the first one asked for; no clock was ever put back by more
Minutes = tuple[int, int]  # from and to, counted from midnight


@dataclass(frozen=True)
class Oracle:
    """`first` is the moment of minute 0; `week`, `dates` and `breaks` say the same as those of a calendar."""

    zone: ZoneInfo
    week: Mapping[int, Sequence[Minutes]]
    dates: Mapping[date, Sequence[Minutes]]
    breaks: Mapping[date, Sequence[Minutes]]
    first: datetime
    minutes: int

    def open_minutes(self) -> list[bool]:
        shown = self._shown_by(self.dates, self.week) - self._shown_by(self.breaks, {})
        return [wall in shown for wall in self._furthest()]

    def _shown_by(
        self, dates: Mapping[date, Sequence[Minutes]], week: Mapping[int, Sequence[Minutes]]
    ) -> set[int]:
        shown: set[int] = set()
        begins = self.first.date() - timedelta(days=4)
        for day in (begins + timedelta(days=n) for n in range(self.minutes // DAY + 8)):
            for opens, closes in dates.get(day, week.get(day.weekday(), ())):
                shown.update(range(day.toordinal() * DAY + opens, day.toordinal() * DAY + closes))
        return shown

    def _furthest(self) -> Iterator[int]:
        furthest = 0
        for minute in range(-LEAD, self.minutes):
            wall = (self.first + minute * ONE_MINUTE).astimezone(self.zone)
            furthest = max(furthest, wall.toordinal() * DAY + wall.hour * 60 + wall.minute)
            if minute >= 0:
                yield furthest


def count_due(running: Sequence[bool], start: int, allowance: int) -> int | None:
    """Return the minute at which the allowance is used up; None if that is beyond the last one known."""
    for minute in range(start, len(running)):
        if running[minute]:
            allowance -= 1
            if allowance <= 0:
                return minute + (allowance == 0)
    return None


def count_back(running: Sequence[bool], end: int, allowance: int) -> int | None:
    """Return the minute from which the allowance fits before `end`; None if that is before the first one."""
    for minute in range(end - 1, -1, -1):
        if running[minute]:
            allowance -= 1
            if allowance <= 0:
                return minute + (allowance < 0)
    return None


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
