"""A year as a wall calendar shows it: twelve months, and what each date is. Plain Python without Django."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple


class Look(StrEnum):
    """What a date is; the first two need no word."""

    WORK = "work"
    REST = "rest"
    HOLIDAY = "holiday"
    MADE_UP = "made-up"  # 调休上班
    OWN_WORK = "own-work"  # the company's own hours
    OWN_REST = "own-rest"


PLAIN = (Look.WORK, Look.REST)


class Special(NamedTuple):
    """What a date is in place of a usual one, and what it is called."""

    look: Look
    name: str


class Cell(NamedTuple):
    on: date
    look: Look
    name: str
    is_changed: bool

    @property
    def is_special(self) -> bool:
        return self.look not in PLAIN


class Run(NamedTuple):
    """Dates in a row that are the same: from day to day of a month."""

    first: int
    last: int
    look: Look
    name: str


@dataclass(frozen=True)
class Month:
    """One month: its weeks from Monday on, None where a day is another month's; its working days; what is special."""

    number: int
    weeks: Sequence[Sequence[Cell | None]]
    workdays: int
    runs: Sequence[Run]


@dataclass(frozen=True)
class Picture:
    year: int
    months: Sequence[Month]

    @property
    def workdays(self) -> int:
        return sum(month.workdays for month in self.months)

    @property
    def looks(self) -> set[Look]:
        """Return what occurs in the year, for the legend."""
        return {cell.look for month in self.months for week in month.weeks for cell in week if cell}


def picture_of(
    year: int,
    workdays: Collection[int],
    specials: Mapping[date, Special],
    changed: Collection[date] = (),
) -> Picture:
    """Draw a year from the weekdays that are worked, Monday being 0, and the dates that are special."""

    def cell(on: date) -> Cell:
        usual = Special(Look.WORK if on.weekday() in workdays else Look.REST, "")
        return Cell(on, *specials.get(on, usual), on in changed)

    return Picture(year, [_month(year, number, cell) for number in range(1, 13)])


def _month(year: int, number: int, cell: Callable[[date], Cell]) -> Month:
    weeks = [
        [cell(on) if on.month == number else None for on in week]
        for week in Weeks().monthdatescalendar(year, number)
    ]
    cells = [day for week in weeks for day in week if day]
    worked = sum(day.look in (Look.WORK, Look.MADE_UP, Look.OWN_WORK) for day in cells)
    return Month(number, weeks, worked, _runs(cells))


def _runs(cells: Sequence[Cell]) -> list[Run]:
    runs = []
    for (look, name), days in groupby(cells, key=lambda day: (day.look, day.name)):
        row = list(days)
        if look not in PLAIN:
            runs.append(Run(row[0].on.day, row[-1].on.day, look, name))
    return runs
