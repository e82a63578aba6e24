"""The hours of a pattern over a week, as bars. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

DAY, WEEK = 24 * 60, 7 * 24 * 60  # minutes


@dataclass(frozen=True)
class Bar:
    """A stretch of the week in minutes from Monday 00:00 on; `is_worked`: somebody has it on that day."""

    start: int
    length: int
    is_worked: bool


def bars_of(begins: time, ends: time, worked: Iterable[int]) -> list[Bar]:
    """Return the bars of all seven days. One that ends at or before its beginning runs into the next morning, and from
    Sunday into Monday, which then has two.

    :param worked: the weekdays on which somebody has it, Monday being 0
    """
    days = set(worked)
    since, until = begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute
    length = until - since if since < until else until + DAY - since
    found = []
    for day in range(7):
        start = day * DAY + since
        inside = min(length, WEEK - start)
        found.append(Bar(start, inside, day in days))
        if inside < length:
            found.append(Bar(0, length - inside, day in days))
    return sorted(found, key=lambda bar: bar.start)
