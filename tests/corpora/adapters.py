"""What the product does, in the shapes by which other projects' cases judge it. Each is a thin call."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bihuan.ground.calendars.vectors import run
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.reply import trim_reply
from bihuan.ground.channels.monitoring.reading import alerts_of


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
    """Reckon in working time, by a line of `bihuan worktime`."""
    start, distance = vector["start"], vector.get("duration_minutes")
    match vector["op"]:
        case "is_workday":
            return _asked("workdays", vector, first=start, last=start) == 1
        case "count_workdays":
            return _asked("workdays", vector, first=start, last=vector["end"])
        case "is_open":
            return _asked("open", vector, at=start)
        case "add_days":
            return _asked("shift", vector, start=start, days=vector["days"])
        case "between":
            return _asked("elapsed", vector, start=start, end=vector["end"])
        case "sub":
            return _asked("latest", vector, end=start, minutes=distance)
    return _asked("due", vector, start=start, minutes=distance)


def _asked(verb: str, vector: dict[str, Any], **question: Any) -> Any:
    """Return what is answered, which is one thing in each answer."""
    written = vector["calendar"]
    calendar = {
        "zone": written["tz"],
        "week": written["hours"],
        "off": written.get("holidays", []),
        "work": written.get("shifts", {}),
        "breaks": written.get("breaks", {}),
    }
    line = json.dumps({"calendar": calendar, "holds": vector.get("pauses", []), **question})
    (answer,) = json.loads(next(iter(run(verb, [line])))).values()
    return answer


def im(vector: dict[str, Any]) -> str | tuple[Any, ...] | dict[str, Any]:
    raise NotImplementedError


def alerts(payload: dict[str, Any] | list[Any]) -> list[dict[str, Any]]:
    """Read what a monitoring tool sent."""
    told = ("status", "title", "text", "key", "severity")
    return [{name: getattr(alert, name) for name in told} for alert in alerts_of(payload)]


def search(docs: list[dict[str, Any]]) -> Callable[[str, int], list[str]]:
    """Put documents into the index, and return what finds the best of them."""
    finder: Callable[[str, int], list[str]] = import_module("shelf").Shelf(docs).find
    return finder
