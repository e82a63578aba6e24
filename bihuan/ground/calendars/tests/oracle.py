"""Working time counted the slow way, minute by minute, from nothing but what a clock on the wall shows.

A shift begins when the wall first shows its opening time or later, and is over when it first shows its closing time
or later. So the calendar is open in a minute if *the furthest the wall has got* lies between the two: while the clocks
repeat an hour that stays where it is, and when they skip one it leaps. All times here are whole minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

ONE_MINUTE = timedelta(minutes=1)
DAY = 24 * 60
HOUR = 60
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
        begins = self.first.date() - timedelta(days=4)
        days = [begins + timedelta(days=n) for n in range(self.minutes // DAY + 9)]
        shown = bytearray(
            (len(days) + 2) * DAY
        )  # a mark for each minute that a wall can show from the first day on
        _fill(shown, days, lambda day: self.dates.get(day, self.week.get(day.weekday(), ())), 1)
        _fill(shown, days, lambda day: self.breaks.get(day, ()), 0)
        midnight = begins.toordinal() * DAY
        return [shown[wall - midnight] == 1 for wall in self._furthest()]

    def _furthest(self) -> list[int]:
        return list(accumulate(self._walls(), max))[LEAD:]

    def _walls(self) -> list[int]:
        """Return what the wall shows in each minute. It is asked each hour, and each minute of those hours in which the
        clocks change.
        """
        walls: list[int] = []
        for minute in range(-LEAD, self.minutes, HOUR):
            here, there = self._wall(minute), self._wall(minute + HOUR)
            asked = range(minute, min(minute + HOUR, self.minutes))
            walls += range(here, here + len(asked)) if there - here == HOUR else map(self._wall, asked)
        return walls

    def _wall(self, minute: int) -> int:
        wall = (self.first + minute * ONE_MINUTE).astimezone(self.zone)
        return wall.toordinal() * DAY + wall.hour * 60 + wall.minute


def _fill(
    shown: bytearray, days: Sequence[date], hours: Callable[[date], Sequence[Minutes]], mark: int
) -> None:
    for number, day in enumerate(days):
        for opens, closes in hours(day):
            start, end = number * DAY + opens, number * DAY + closes
            shown[start:end] = bytes([mark]) * (end - start)


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
