"""Read a year's days from whatever text somebody has: a notice, JSON, an iCalendar file, a table. Plain Python, no clock."""

from __future__ import annotations

from bihuan.ground.calendars.years.day import Reading, Unreadable
from bihuan.ground.calendars.years.ics import read_ics
from bihuan.ground.calendars.years.notice import is_notice, read_notice
from bihuan.ground.calendars.years.tables import read_csv, read_json

LONGEST = 400_000  # characters: a decade of days in any of the shapes
MOST_DAYS = 400


def read_year(text: str, wanted: int | None = None) -> Reading:
    """Return what the text tells of a year; `wanted` says which, where it tells none or several.

    :raises Unreadable: if it tells of no days
    """
    text = text.lstrip("\ufeff").strip()
    if not text or len(text) > LONGEST:
        raise Unreadable("too-long" if text else "empty")
    if text[0] in "{[":
        found = read_json(text, wanted)
    elif "BEGIN:VCALENDAR" in text.upper():
        found = read_ics(text, wanted)
    else:
        found = (read_notice if is_notice(text) else read_csv)(text, wanted)
    if not 0 < len(found.days) <= MOST_DAYS or not 1900 < found.year < 2200:
        raise Unreadable("no-days")
    return found


def written(days: list[tuple[str, str, str, str]]) -> str:
    """Return days as lines that `read_year` reads: date, kind, Chinese and English name."""
    return "".join(",".join(cell.replace(",", " ") for cell in day) + "\n" for day in days)
