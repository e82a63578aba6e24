"""A year's days as somebody tells them, before anybody has confirmed them. Plain Python, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

OFF, WORK = "off", "work"
HOLIDAYS_EN = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}


class Unreadable(ValueError):
    """The text is no year's days. `code` says why, for a page to put into words; `detail` is what it stumbled over."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


class Day(NamedTuple):
    """A date that differs from the usual week: a holiday, or a make-up working day."""

    on: date
    kind: str
    zh: str
    en: str = ""


class Count(NamedTuple):
    """How many days off a text says that a holiday has, and how many it names."""

    name: str
    told: int
    found: int


@dataclass(frozen=True)
class Reading:
    """The days of a year as a text tells them, and what it says besides, by which they can be checked.

    `weekdays` are dates with the weekday that the text gives them, Monday being 0. `unread` are its sentences that name
    dates and were not understood.
    """

    year: int
    days: tuple[Day, ...]
    source: str = ""
    weekdays: tuple[tuple[date, int], ...] = ()
    counts: tuple[Count, ...] = ()
    unread: tuple[str, ...] = ()


def of_year(days: list[Day], year: int) -> tuple[Day, ...]:
    """Keep what a year's list tells, in order: its own days, and those of the December before that go with New Year."""
    first = date(year - 1, 12, 20)
    return tuple(sorted({day for day in days if first <= day.on and day.on.year <= year}))


def year_among(days: list[Day], wanted: int | None) -> int:
    """Return the year that a list of days is about.

    :raises Unreadable: if it has days of several years and none is wanted
    """
    if wanted:
        return wanted
    years = {day.on.year for day in days if (day.on.month, day.on.day) < (12, 20)}
    if len(years) != 1:
        raise Unreadable("several-years" if years else "no-days", ", ".join(map(str, sorted(years))))
    return years.pop()


def in_english(name: str) -> str:
    """Return the English name of Chinese holidays; "" where one of them is not known."""
    parts = [HOLIDAYS_EN.get(part, "") for part in name.split("、")]
    return " and ".join(parts) if all(parts) else ""
