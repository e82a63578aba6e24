"""Spans of working time as one types them: 2h30m, 90m, 1.5 小时. Plain Python."""

from __future__ import annotations

import re
from datetime import timedelta

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(小时|时|hours?|h|分钟|分|minutes?|mins?|m)\s*", re.IGNORECASE)
LONGEST = timedelta(days=90)


def read(text: str) -> timedelta:
    """Return the span; a bare number is minutes.

    :raises ValueError: if it is none, or longer than `LONGEST`
    """
    given = text.strip()
    if re.fullmatch(r"\d+(\.\d+)?", given):
        given += "m"
    parts = _PART.findall(given)
    if not parts or _PART.sub("", given):
        raise ValueError(f"no span of time: {text!r}")
    span = sum((_part(float(number), unit) for number, unit in parts), timedelta())
    if span > LONGEST:
        raise ValueError(f"too long: {text!r}")
    return span


def shown(span: timedelta) -> str:
    """Return the span so that `read` reads it."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return f"{hours}h{minutes}m" if hours and minutes else f"{hours}h" if hours else f"{minutes}m"


def _part(number: float, unit: str) -> timedelta:
    is_hours = unit in ("小时", "时") or unit.lower().startswith("h")
    return timedelta(hours=number) if is_hours else timedelta(minutes=number)
