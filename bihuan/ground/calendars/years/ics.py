"""Read a year's days from an iCalendar file (RFC 5545), as calendars of phones offer them. Plain Python, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bihuan.ground.calendars.years.day import (
    OFF,
    WORK,
    Day,
    Reading,
    Unreadable,
    in_english,
    of_year,
    year_among,
)

MADE_UP = re.compile(r"班|\bwork", re.IGNORECASE)
MARK = re.compile(r"[\s（(\[【]*(?:休息?|放假|假期|补?班|上班|调休)[）)\]】]*\s*$|第\d+天.*$")
LONGEST_DAYS = 40


def read_ics(text: str, wanted: int | None = None) -> Reading:
    """Return a year from whole-day events; those whose name speaks of work 班 are make-up days.

    :raises Unreadable: if it has no such event, an event repeats, or they are of several years and none is wanted
    """
    days = [day for event in _events(text) for day in _days(event)]
    if not days:
        raise Unreadable("no-days")
    year = year_among(days, wanted)
    return Reading(year, of_year(days, year))


def _events(text: str) -> Iterator[dict[str, str]]:
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    event: dict[str, str] | None = None
    for line in unfolded.splitlines():
        name, _, value = line.partition(":")
        name = name.partition(";")[0].upper()
        if (name, value.upper()) == ("BEGIN", "VEVENT"):
            event = {}
        elif (name, value.upper()) == ("END", "VEVENT") and event is not None:
            if event.get("STATUS", "").upper() != "CANCELLED":
                yield event
            event = None
        elif event is not None:
            event.setdefault(name, value)


def _days(event: dict[str, str]) -> Iterator[Day]:
    said = re.sub(r"\\([,;\\])", r"\1", event.get("SUMMARY", "")).strip()
    if "RRULE" in event:
        raise Unreadable("repeats", said[:60])
    first = _date(event.get("DTSTART", ""))
    last = _date(event["DTEND"]) - timedelta(days=1) if "DTEND" in event else first
    kind = WORK if MADE_UP.search(said) else OFF
    name = (MARK.sub("", said) or said)[:100]
    for n in range(min(max((last - first).days, 0) + 1, LONGEST_DAYS)):
        yield Day(first + timedelta(days=n), kind, name, in_english(name))


def _date(given: str) -> date:
    try:
        return date.fromisoformat(f"{given[:4]}-{given[4:6]}-{given[6:8]}")
    except ValueError:
        raise Unreadable("not-a-date", given[:60]) from None
