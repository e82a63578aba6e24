"""When tickets come in: more on Monday mornings and at month-end, few at night and on days off."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bihuan.front.ops.demo.telling.slots import IsWorkday

WEEKDAYS = (1.35, 1.05, 1.0, 0.95, 0.9, 0.9, 0.9)  # a working Saturday is a Friday
DAY_OFF = 0.06
HOURS = {
    7: 1,
    8: 8,
    9: 17,
    10: 15,
    11: 10,
    12: 3,
    13: 7,
    14: 13,
    15: 11,
    16: 9,
    17: 6,
    18: 2,
    19: 1,
    20: 1,
    21: 1,
}
DAY_OFF_HOURS = {9: 2, 10: 4, 11: 3, 13: 1, 14: 3, 15: 3, 16: 2, 19: 1, 20: 2, 21: 1}
MONTH_END = 1.2


def arrivals(
    start: date, end: datetime, count: int, is_workday: IsWorkday, rng: random.Random
) -> list[datetime]:
    """Return the moments, oldest first, none of them after `end`."""
    days = [start + timedelta(days=n) for n in range((end.date() - start).days + 1)]
    weights = [_weight(day, is_workday) for day in days]
    moments = (_moment(rng.choices(days, weights)[0], is_workday, rng) for _ in iter(int, 1))
    return sorted(_first(moments, count, end))


def is_month_end(day: date, is_workday: IsWorkday) -> bool:
    """Tell whether the books are being closed: the last two working days of a month and the first two of the next."""
    ahead = [day + timedelta(days=n) for n in range(1, 8)]
    before = [day - timedelta(days=n) for n in range(1, 8)]
    left = sum(is_workday(other) for other in ahead if other.month == day.month and other.day > day.day)
    gone = sum(is_workday(other) for other in before if other.month == day.month)
    return left < 2 or (day.day <= 7 and gone < 2)


def _weight(day: date, is_workday: IsWorkday) -> float:
    if not is_workday(day):
        return DAY_OFF
    return WEEKDAYS[day.weekday()] * (MONTH_END if is_month_end(day, is_workday) else 1)


def _moment(day: date, is_workday: IsWorkday, rng: random.Random) -> datetime:
    hours = dict(HOURS if is_workday(day) else DAY_OFF_HOURS)
    if day.weekday() == 0 and is_workday(day):
        hours[9] += 8
    hour = rng.choices(list(hours), list(hours.values()))[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)))


def _first(moments: Iterator[datetime], count: int, end: datetime) -> Iterator[datetime]:
    while count:
        if (moment := next(moments)) <= end:
            count -= 1
            yield moment
