"""The year of a calendar, and that of a region, drawn from what is kept of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from bihuan.front.planning.calendars.hours import written
from bihuan.front.planning.calendars.picture import Look, Picture, Special, picture_of
from bihuan.ground.calendars.models import Calendar, CalendarDay
from bihuan.ground.calendars.vectors import WEEK
from bihuan.ground.calendars.years.day import OFF, Day
from bihuan.kit.text.languages import either

MONDAY_TO_FRIDAY = range(5)


def year_of(calendar: Calendar, year: int, own: Collection[CalendarDay]) -> Picture:
    """Draw a year of a calendar: its week, the region's days, and the company's own above them."""
    workdays = [number for number, day in enumerate(WEEK) if calendar.week.get(day)]
    region = calendar.region.days_of(year) if calendar.region else {}
    specials = {on: _special(day) for on, day in region.items()} | {day.on: _own(day) for day in own}
    return picture_of(year, workdays, specials)


def year_of_region(year: int, days: Mapping[date, Day], changed: Collection[date] = ()) -> Picture:
    """Draw a year of a region over a week from Monday to Friday."""
    return picture_of(year, MONDAY_TO_FRIDAY, {on: _special(day) for on, day in days.items()}, changed)


def _special(day: Day) -> Special:
    return Special(Look.HOLIDAY if day.kind == OFF else Look.MADE_UP, either(day.zh, day.en))


def _own(day: CalendarDay) -> Special:
    if not day.shifts:
        return Special(Look.OWN_REST, day.name)
    return Special(Look.OWN_WORK, f"{day.name} {written(day.shifts)}".strip())
