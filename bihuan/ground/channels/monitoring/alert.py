"""What a monitoring tool reports, in one shape for all tools. Plain Python."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

MOST_ALERTS = 500  # in one message; a tool that has more to say sends more messages
MOST_LABELS = 60
LONGEST_TITLE, LONGEST_TEXT, LONGEST_KEY = 200, 20_000, 200  # characters
LONGEST_LABEL, LONGEST_VALUE = 100, 500
LATEST_S = 4_102_444_800  # 2100-01-01: a larger number of seconds is none, or milliseconds

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Status(StrEnum):
    FIRING = "firing"
    RESOLVED = "resolved"


class NotUnderstood(ValueError):
    """Nothing can be made of a message; the words say why."""


@dataclass(frozen=True)
class Alert:
    """One alert of a message. Its recovery has the same `key`."""

    status: Status
    title: str
    text: str
    key: str
    severity: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    started: datetime | None = None
    ended: datetime | None = None
    link: str = ""


def alert(
    *,
    is_firing: bool,
    title: str,
    key: str,
    text: str = "",
    severity: str = "",
    labels: Mapping[str, Any] | None = None,
    started: Any = None,
    ended: Any = None,
    link: Any = "",
) -> Alert:
    """Return an alert with everything cut to what is kept."""
    return Alert(
        status=Status.FIRING if is_firing else Status.RESOLVED,
        title=words(" ".join(title.split()), LONGEST_TITLE),
        text=words(text, LONGEST_TEXT).strip(),
        key=key if len(key) <= LONGEST_KEY else digest(key),
        severity=words(severity, 40).strip().lower(),
        labels=_labels(labels or {}),
        started=moment(started),
        ended=None if is_firing else moment(ended),
        link=_link(link),
    )


def words(value: Any, longest: int = LONGEST_TEXT) -> str:
    """Return what a value says, as text that a database keeps; nothing for what is no single value."""
    if value is None or isinstance(value, Mapping | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    said = str(value)[:longest]
    return _UNSEEN.sub("", said.encode("utf-8", "replace").decode())


def digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def moment(value: Any) -> datetime | None:
    """Return a moment written by ISO 8601, or as seconds or milliseconds since 1970; None for what is none.

    Go writes its zero time, the year 1, where it means that there is no time.
    """
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        if isinstance(value, int | float) or str(value).strip().isdigit():
            seconds = float(value)
            return datetime.fromtimestamp(seconds if seconds < LATEST_S else seconds / 1000, UTC)
        found = datetime.fromisoformat(_plain_fraction(str(value).strip()[:40]))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if 1970 < found.year < 2100 else None


def _plain_fraction(text: str) -> str:
    """Return a moment with at most six digits of a second, which is all that Python reads."""
    return re.sub(r"(\.\d{6})\d+", r"\1", text)


def _labels(given: Mapping[str, Any]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in given.items():
        said = words(value, LONGEST_VALUE)
        if said and len(kept) < MOST_LABELS:
            kept[words(name, LONGEST_LABEL)] = said
    return kept


def _link(value: Any) -> str:
    said = words(value, 1000).strip()
    return said if said.startswith(("https://", "http://")) else ""
