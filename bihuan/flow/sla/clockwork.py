"""When a promise falls due, and how it stands. Plain Python, no clock: callers say what time it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bihuan.ground.calendars.worktime import Hold, WorkCalendar, due


class Promise(StrEnum):
    FIRST_CONTACT = "first_contact"  # 首次响应: somebody of the desk has answered
    ACCEPTANCE = "acceptance"  # 受理: the team that has it has taken it
    RESOLUTION = "resolution"  # 解决


class Standing(StrEnum):
    FINE = "fine"
    AT_RISK = "at_risk"
    MISSED = "missed"
    MET = "met"
    HELD = "held"


@dataclass(frozen=True)
class Reckoned:
    """When a clock runs out and when to warn before; both None while it is held."""

    due_at: datetime | None
    warn_at: datetime | None


def reckon(
    *,
    start: datetime,
    allowed: timedelta,
    warn_before: timedelta,
    calendar: WorkCalendar,
    holds: Iterable[Hold] = (),
) -> Reckoned:
    """Reckon a clock from its facts. Allowance and warning are working time of the calendar.

    :raises NeverOpen: if the calendar has not so much open time
    """
    holds = list(holds)
    runs_out = due(calendar, start, allowed, holds)
    if runs_out is None:
        return Reckoned(None, None)
    warns = due(calendar, start, max(timedelta(), allowed - warn_before), holds)
    return Reckoned(runs_out, warns)


def standing(
    *, due_at: datetime | None, warn_at: datetime | None, now: datetime, settled_at: datetime | None = None
) -> Standing:
    """Return how a promise stands; a settled one never changes its standing again."""
    if settled_at is not None:
        return Standing.MET if due_at is None or settled_at <= due_at else Standing.MISSED
    if due_at is None:
        return Standing.HELD
    if now > due_at:
        return Standing.MISSED
    return Standing.AT_RISK if warn_at is not None and now >= warn_at else Standing.FINE
