"""The JSON door of working time: a question on each line, its answer on a line.

A question is an object with `calendar`, `start` and, if the clock was held, `holds`: a list of [from, to], in any
order, `to` being null while the hold still runs. `due` also takes `minutes` and answers `{"due": moment}`, or null if
that depends on when the hold will end; `elapsed` takes `end` and answers `{"minutes": number}`. `latest` takes `end` and
`minutes` and answers `{"start": moment}`; `open` takes `at` and answers `{"open": true}`; `shift` takes `start` and `days`,
which may be below zero, and answers `{"due": moment}`, the same time of the clock so many working days away; `workdays`
takes two dates, `first` and `last`, and answers `{"days": number}`. Moments are written in ISO 8601 with an offset, and
answered with that of the calendar's zone.

A calendar is written as an object with a `zone` and a `week` from "mon" to "sun", and may have `off` (dates that are
closed, whatever else is said of them), `work` (dates with hours of their own) and `breaks` (hours taken out of a
date). Hours are pairs such as ["09:00", "12:00"]; a pair that ends no later than it begins runs past midnight, as
["22:00", "30:00"] does, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bihuan.ground.calendars.shifts import ONE_DAY, Shift, Shifts, WorkCalendar
from bihuan.ground.calendars.worktime import (
    Hold,
    add_workdays,
    count_workdays,
    due,
    elapsed,
    is_open,
    latest_start,
)

ONE_MINUTE = timedelta(minutes=1)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALENDAR_KEYS = {"zone", "week", "off", "work", "breaks"}
CALENDARS_KEPT = 64
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)

Question = Mapping[str, object]
Answer = dict[str, object]


class Unreadable(ValueError):
    """What was asked cannot be understood; the message says where and what would be."""


class Answers:
    """The answers to some lines, one each, empty lines left out; `exit_status` is 1 once one was an error."""

    def __init__(self, verb: str, lines: Iterable[str]) -> None:
        if verb not in VERBS:
            raise Unreadable(f"{verb!r} is none of {', '.join(VERBS)}")
        self.exit_status = 0
        self._answer = VERBS[verb]
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if line.strip():
                yield json.dumps(self._answer_to(line))

    def _answer_to(self, line: str) -> Answer:
        try:
            return self._answer(_question(line))
        except (ValueError, RecursionError) as error:
            self.exit_status = 1
            return {"error": "nested too deeply" if isinstance(error, RecursionError) else str(error)}


def run(verb: str, lines: Iterable[str]) -> Answers:
    """Answer each line as it comes; a line that cannot be answered says why, and the others go on.

    :raises Unreadable: if there is no such verb
    """
    return Answers(verb, lines)


def answer_due(question: Question) -> Answer:
    calendar = read_calendar(question.get("calendar"))
    moment = due(calendar, _moment(question, "start"), _minutes(question), _holds(question))
    return {"due": moment and moment.astimezone(calendar.zone).isoformat()}


def answer_elapsed(question: Question) -> Answer:
    calendar = read_calendar(question.get("calendar"))
    worked = elapsed(calendar, _moment(question, "start"), _moment(question, "end"), _holds(question))
    minutes = worked / ONE_MINUTE
    return {"minutes": int(minutes) if minutes.is_integer() else minutes}


def answer_latest(question: Question) -> Answer:
    calendar = read_calendar(question.get("calendar"))
    moment = latest_start(calendar, _moment(question, "end"), _minutes(question))
    return {"start": moment.astimezone(calendar.zone).isoformat()}


def answer_open(question: Question) -> Answer:
    return {"open": is_open(read_calendar(question.get("calendar")), _moment(question, "at"))}


def answer_shift(question: Question) -> Answer:
    calendar, days = read_calendar(question.get("calendar")), question.get("days")
    if isinstance(days, bool) or not isinstance(days, int):
        raise Unreadable(f"days: {days!r} is not a whole number")
    moment = add_workdays(calendar, _moment(question, "start"), days)
    return {"due": moment.astimezone(calendar.zone).isoformat()}


def answer_workdays(question: Question) -> Answer:
    first, last = (_date(question.get(end), end) for end in ("first", "last"))
    return {"days": count_workdays(read_calendar(question.get("calendar")), first, last)}


VERBS: dict[str, Callable[[Question], Answer]] = {
    "due": answer_due,
    "elapsed": answer_elapsed,
    "latest": answer_latest,
    "open": answer_open,
    "shift": answer_shift,
    "workdays": answer_workdays,
}


def read_calendar(given: object) -> WorkCalendar:
    """Return the calendar that was written; the same one for the same words, so that it is reckoned once.

    :raises Unreadable: if it is not a calendar
    """
    if not isinstance(given, dict):
        raise Unreadable("calendar: an object with a zone and a week is needed")
    return _calendar(json.dumps(given, sort_keys=True))


def read_zone(given: object) -> ZoneInfo:
    """Return the time zone of that name.

    :raises Unreadable: if there is none
    """
    try:
        return ZoneInfo(str(given))
    except (ValueError, KeyError, OSError):
        raise Unreadable(f"zone: {given!r} is not a time zone such as Asia/Shanghai") from None


def read_week(given: object) -> dict[int, Shifts]:
    """Return the hours of a week written from "mon" to "sun"; Monday is 0, and a day left out is closed.

    :raises Unreadable: if it is not a week
    """
    week = _object(given, "week")
    if strange := sorted(set(week) - set(WEEK)):
        raise Unreadable(f"week: {', '.join(strange)} is none of {', '.join(WEEK)}")
    return {number: read_shifts(week.get(day, []), f"week.{day}") for number, day in enumerate(WEEK)}


def read_shifts(given: object, where: str = "hours") -> Shifts:
    """Return hours written as pairs of from and to.

    :raises Unreadable: if they are not, with `where` in its message
    """
    return tuple(_shift(pair, where) for pair in _list(given, where))


def _question(line: str) -> Question:
    try:
        return _object(json.loads(line), "the line")
    except json.JSONDecodeError as error:
        raise Unreadable(f"the line is not JSON: {error}") from None


def _moment(question: Question, key: str) -> datetime:
    return _read_moment(question.get(key), key)


def _read_moment(given: object, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        raise Unreadable(f"{where}: {given!r} is not a moment such as 2026-09-28T09:00:00+08:00") from None
    if moment.tzinfo is None:
        raise Unreadable(f"{where}: {given!r} has no offset such as +08:00 or Z")
    return moment


def _minutes(question: Question) -> timedelta:
    given = question.get("minutes")
    if isinstance(given, bool) or not isinstance(given, int | float) or not given >= 0:
        raise Unreadable(f"minutes: {given!r} is not a number from 0 on")
    try:
        return timedelta(minutes=given)
    except OverflowError:
        raise Unreadable("minutes: that is more than can be reckoned") from None


def _holds(question: Question) -> Iterable[Hold]:
    for pair in _list(question.get("holds") or [], "holds"):
        begins, ends = _pair(pair, "holds")
        yield _read_moment(begins, "holds"), None if ends is None else _read_moment(ends, "holds")


@lru_cache(maxsize=CALENDARS_KEPT)
def _calendar(text: str) -> WorkCalendar:
    given = json.loads(text)
    if strange := sorted(set(given) - CALENDAR_KEYS):
        raise Unreadable(f"calendar: {', '.join(strange)} is none of {', '.join(sorted(CALENDAR_KEYS))}")
    work = _dates(given.get("work", {}), "work")
    off = _list(given.get("off", []), "off")
    return WorkCalendar(
        zone=read_zone(given.get("zone")),
        week=read_week(given.get("week")),
        dates={**work, **{_date(day, "off"): () for day in off}},
        breaks=_dates(given.get("breaks", {}), "breaks"),
    )


def _dates(given: object, where: str) -> dict[date, Shifts]:
    dates = _object(given, where)
    return {_date(day, where): read_shifts(hours, f"{where}.{day}") for day, hours in dates.items()}


def _shift(pair: object, where: str) -> Shift:
    opens, closes = (_clock(shown, where) for shown in _pair(pair, where))
    try:
        return Shift(opens, closes if opens < closes else closes + ONE_DAY)
    except ValueError as error:
        raise Unreadable(f"{where}: {error}") from None


def _clock(given: object, where: str) -> timedelta:
    shown = CLOCK.fullmatch(given) if isinstance(given, str) else None
    if not shown:
        raise Unreadable(f"{where}: {given!r} is not a time such as 09:00")
    hours, minutes, seconds = (int(part or 0) for part in shown.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _date(given: object, where: str) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise Unreadable(f"{where}: {given!r} is not a date such as 2026-10-01") from None


def _object(given: object, where: str) -> dict[str, object]:
    if not isinstance(given, dict):
        raise Unreadable(f"{where}: an object is needed, not {given!r}")
    return given


def _list(given: object, where: str) -> list[object]:
    if not isinstance(given, list):
        raise Unreadable(f"{where}: a list is needed, not {given!r}")
    return given


def _pair(given: object, where: str) -> list[object]:
    if not isinstance(given, list) or len(given) != 2:
        raise Unreadable(f"{where}: {given!r} is not a pair of from and to")
    return given
