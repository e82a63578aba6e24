"""Whether the days that a text tells can be right: checked against the calendar, and against what the text itself says.

Plain Python, no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bihuan.ground.calendars.years.day import HOLIDAYS_EN, OFF, WORK, Reading

OFF_DAYS = range(20, 46)  # of a year; from 2004 on there were 22 to 33
WORK_DAYS = range(15)
WEEKEND = (5, 6)


class Finding(NamedTuple):
    """Something to look at. `code` says what, `on` where, `told` and `found` what the text says and what is so."""

    code: str
    on: date | None = None
    name: str = ""
    told: int = 0
    found: int = 0


def findings(reading: Reading, *, is_china: bool = False) -> list[Finding]:
    """Return what does not fit, in the order of the dates; nothing if all does."""
    found = [*_weekdays(reading), *_overlaps(reading), *_places(reading), *_counts(reading)]
    found.sort(key=lambda finding: finding.on or date.min)
    if is_china:
        told = " ".join(day.zh for day in reading.days if day.kind == OFF)
        found += [
            Finding("missing", name=name) for name in HOLIDAYS_EN if name.removesuffix("节") not in told
        ]
    return found + [Finding("unread", name=clause) for clause in reading.unread]


def _weekdays(reading: Reading) -> Iterator[Finding]:
    for on, told in reading.weekdays:
        if on.weekday() != told:
            yield Finding("weekday", on, told=told, found=on.weekday())


def _overlaps(reading: Reading) -> Iterator[Finding]:
    for on, times in Counter(day.on for day in reading.days).items():
        if times > 1:
            yield Finding(
                "twice", on, " / ".join(day.zh for day in reading.days if day.on == on), found=times
            )


def _places(reading: Reading) -> Iterator[Finding]:
    """Yield the days that are where none can be: a make-up day in the week, or a day of another year."""
    for day in reading.days:
        if day.kind == WORK and day.on.weekday() not in WEEKEND:
            yield Finding("made-up-on-weekday", day.on, day.zh, found=day.on.weekday())


def _counts(reading: Reading) -> Iterator[Finding]:
    for count in reading.counts:
        if count.told != count.found:
            yield Finding("count", name=count.name, told=count.told, found=count.found)
    kinds = Counter(day.kind for day in reading.days)
    if kinds[OFF] not in OFF_DAYS:
        yield Finding("off-total", found=kinds[OFF])
    if kinds[WORK] not in WORK_DAYS:
        yield Finding("work-total", found=kinds[WORK])
