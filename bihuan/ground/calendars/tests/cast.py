"""Calendars and moments that the tests of this room share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bihuan.ground.calendars.vectors import read_calendar
from bihuan.ground.calendars.worktime import Span, WorkCalendar

Hours = Sequence[Sequence[str]]

DAY_SHIFT = [["09:00", "12:00"], ["13:30", "18:00"]]
WORKING_WEEK = ("mon", "tue", "wed", "thu", "fri")
WHOLE_WEEK = (*WORKING_WEEK, "sat", "sun")
ONE_HOUR = timedelta(hours=1)
ONE_MINUTE = timedelta(minutes=1)


def office(zone: str = "Asia/Shanghai", hours: Hours = DAY_SHIFT, **other: object) -> WorkCalendar:
    """Monday to Friday, with a lunch break; `other` is what else a written calendar may have."""
    return read_calendar({"zone": zone, "week": dict.fromkeys(WORKING_WEEK, hours), **other})


def every_day(zone: str, *hours: Sequence[str]) -> WorkCalendar:
    return read_calendar({"zone": zone, "week": dict.fromkeys(WHOLE_WEEK, hours)})


def on_dates(zone: str, dates: Mapping[str, Hours]) -> WorkCalendar:
    """Closed but for some dates."""
    return read_calendar({"zone": zone, "week": {}, "work": dates})


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    """Return what the wall shows in `zone`; where it shows that twice, the first time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def span(start: str, end: str, zone: str = "Asia/Shanghai") -> Span:
    return Span(at(start, zone), at(end, zone))
