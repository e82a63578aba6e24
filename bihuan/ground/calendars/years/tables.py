"""Read a year's days from JSON, in our shape or that of holiday-cn, and from CSV. Plain Python, no clock."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

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

OFFS = {"off", "holiday", "true", "休", "放假", "休息", "节假日", "假日", "假期"}
WORKS = {"work", "workday", "make-up", "makeup", "false", "班", "上班", "补班", "调休", "调休上班", "工作日"}


def read_json(text: str, wanted: int | None = None) -> Reading:
    """Return a year from JSON: one year with its days, or several of which one is wanted.

    :raises Unreadable: if it is not JSON, not of a known shape, or of several years
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not-json", str(error)[:100]) from None
    years = given.get("years", [given]) if isinstance(given, dict) else [{"days": given}]
    told = [year for year in years if isinstance(year, dict) and isinstance(year.get("days"), list)]
    if wanted and any("year" in year for year in told):
        told = [year for year in told if year.get("year") == wanted]
    if len(told) != 1:
        raise Unreadable("several-years" if told else "no-days")
    days = [_day(one) for one in told[0]["days"]]
    year = told[0].get("year")
    year = year if isinstance(year, int) else year_among(days, wanted)
    source = told[0].get("notice") or " ".join(map(str, told[0].get("papers") or []))
    return Reading(year, of_year(days, year), str(source)[:200])


def read_csv(text: str, wanted: int | None = None) -> Reading:
    """Return a year from lines of date, kind, name and, if given, English name; parted by comma, semicolon or tab.

    :raises Unreadable: if a line is none, or the lines are of several years and none is wanted
    """
    lines = text.strip().splitlines()
    parted = next((mark for mark in "\t;，," if mark in lines[0]), ",") if lines else ","
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=parted)]
    rows = [row for row in rows if any(row)]
    if rows and not rows[0][0][:1].isdigit():
        rows = rows[1:]
    days = [_row(row) for row in rows]
    year = year_among(days, wanted)
    return Reading(year, of_year(days, year))


def _day(given: Any) -> Day:
    if not isinstance(given, dict):
        raise Unreadable("not-a-day", str(given)[:60])
    kind = given.get("kind", given.get("isOffDay"))
    name = str(given.get("zh", given.get("name", "")))[:100]
    return _made(str(given.get("date", "")), str(kind), name, str(given.get("en", ""))[:100])


def _row(row: list[str]) -> Day:
    if len(row) < 2:
        raise Unreadable("not-a-day", ",".join(row)[:60])
    return _made(row[0], row[1], *(cell[:100] for cell in (*row[2:4], "", "")[:2]))


def _made(on: str, kind: str, name: str, english: str) -> Day:
    word = kind.lower()
    if word not in OFFS | WORKS:
        raise Unreadable("not-a-kind", f"{on} {kind}"[:60])
    try:
        when = date.fromisoformat(on.replace("/", "-").replace(".", "-"))
    except ValueError:
        raise Unreadable("not-a-date", on[:60]) from None
    return Day(when, OFF if word in OFFS else WORK, name, english or in_english(name))
