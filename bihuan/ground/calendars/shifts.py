"""What a calendar says: shifts as a clock on the wall shows them, the week, and the dates that differ.

The wall is that of the calendar's zone; the spans that come of the shifts are moments in UTC, so that a night shift
is longer or shorter when the clocks change, just as it is in life. Plain Python, no clock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bihuan.ground.calendars.spans import NO_TIME, Span

ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)
LATEST_CLOSING = 2 * ONE_DAY  # from midnight: a shift is over when the date after its own is


@dataclass(frozen=True)
class Shift:
    """Open hours of one date as a clock on the wall shows them, counted from midnight.

    A shift that passes midnight closes after 24 h, and belongs to the date on which it began.
    """

    opens: timedelta
    closes: timedelta

    def __post_init__(self) -> None:
        if not NO_TIME <= self.opens < self.closes <= LATEST_CLOSING:
            raise ValueError(f"a shift from {self.opens} to {self.closes} does not fit into two days")

    def on(self, day: date, zone: ZoneInfo) -> Span:
        """Return the shift of `day`; it is empty where the clocks jump over the whole of it."""
        midnight = datetime.combine(day, time.min)
        return Span(first_shown(midnight + self.opens, zone), first_shown(midnight + self.closes, zone))


Shifts = tuple[Shift, ...]
Dates = Mapping[date, Shifts]


@dataclass(frozen=True, eq=False)  # each calendar equals itself alone, so that looking up its pages is cheap
class WorkCalendar:
    """The week as usual, the dates that differ, and what is taken out of a date.

    In `week` Monday is 0. In `dates` a holiday is a date with no shifts, a make-up day 调休 one with some. `breaks`
    close what is open at these hours of the date, whichever date the shift began on.
    """

    zone: ZoneInfo
    week: Mapping[int, Shifts]
    dates: Dates = field(default_factory=dict)
    breaks: Dates = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("week", "dates", "breaks"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def shifts_on(self, day: date) -> Shifts:
        shifts = self.dates.get(day)
        return self.week.get(day.weekday(), ()) if shifts is None else shifts

    def is_workday(self, day: date) -> bool:
        return bool(self.shifts_on(day))

    @property
    def is_open_weekly(self) -> bool:
        return any(self.week.values())


def first_shown(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment, in UTC, at which a clock on the wall of `zone` shows `wall` or later.

    So a time shown twice, when the clocks go back, is its first showing (as in RFC 5545, 3.3.5), and a time never
    shown is the moment at which the clocks jump over it.
    """
    before, after = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    jump = (after.utcoffset() or NO_TIME) - (before.utcoffset() or NO_TIME)
    if jump <= NO_TIME:
        return before.astimezone(UTC)
    earliest = after.astimezone(UTC)

    def is_past(seconds: int) -> bool:
        return (earliest + seconds * ONE_SECOND).astimezone(zone).replace(tzinfo=None) >= wall

    return earliest + bisect_left(range(jump // ONE_SECOND), True, key=is_past) * ONE_SECOND
