"""What the product does, in the shapes by which other projects' cases judge it. Each is a thin call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.ground.calendars import worktime
from bihuan.ground.calendars.vectors import read_calendar
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.reply import trim_reply

ONE_MINUTE = timedelta(minutes=1)


def mail(raw: bytes) -> dict[str, Any]:
    """Read a raw message."""
    return read(raw).to_json()


def reply(text: str, html: bool = False) -> str:
    """Return what the writer of a mail added."""
    return trim_reply(text, html=html)


def auto(raw: bytes) -> dict[str, Any]:
    """Tell whether a program sent the message, and what a bounce reports."""
    letter = read(raw)
    verdict: dict[str, Any] = {"auto": letter.auto_submitted, "bounce": letter.is_bounce}
    if letter.is_bounce:
        verdict["hard"] = letter.is_hard_bounce
    if letter.bounce_status:
        verdict["status"] = letter.bounce_status
    return verdict


def time(vector: dict[str, Any]) -> str | float | bool:
    """Reckon in working time."""
    calendar = _calendar(vector["calendar"])
    match vector["op"]:
        case "is_workday":
            return calendar.is_workday(date.fromisoformat(vector["start"]))
        case "count_workdays":
            days = (date.fromisoformat(vector[end]) for end in ("start", "end"))
            return worktime.count_workdays(calendar, *days)
    start = datetime.fromisoformat(vector["start"])
    holds = [
        (datetime.fromisoformat(begin), datetime.fromisoformat(end))
        for begin, end in vector.get("pauses", ())
    ]
    match vector["op"]:
        case "is_open":
            return worktime.is_open(calendar, start)
        case "add_days":
            return worktime.add_workdays(calendar, start, vector["days"]).isoformat()
        case "between":
            return (
                worktime.elapsed(calendar, start, datetime.fromisoformat(vector["end"]), holds) / ONE_MINUTE
            )
    distance = vector["duration_minutes"] * ONE_MINUTE
    if vector["op"] == "sub":
        return worktime.latest_start(calendar, start, distance).isoformat()
    return worktime.due(calendar, start, distance, holds).isoformat()


def _calendar(written: dict[str, Any]) -> worktime.WorkCalendar:
    days = {
        "off": written.get("holidays", []),
        "work": written.get("shifts", {}),
        "breaks": written.get("breaks", {}),
    }
    return read_calendar({"zone": written["tz"], "week": written["hours"], **days})


def im(vector: dict[str, Any]) -> str | tuple[Any, ...] | dict[str, Any]:
    raise NotImplementedError


def alerts(payload: dict[str, Any] | list[Any]) -> list[dict[str, Any]]:
    raise NotImplementedError


def search(docs: list[dict[str, Any]]) -> Callable[[str, int], list[str]]:
    raise NotImplementedError
