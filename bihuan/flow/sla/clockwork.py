"""When a promise falls due, and how it stands. Plain Python, no clock: callers say what time it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bihuan.ground.calendars.worktime import Hold, WorkCalendar, due


class Promise(StrEnum):
    FIRST_CONTACT = "first_contact"  # 首次响应: somebody of the desk has answered
    ACCEPTANCE = "acceptance"  # 受理: the team that has it has taken it
    RESOLUTION = "resolution"  # 解决
    WORKAROUND = "workaround"  # 临时方案: it works again, somehow
    UPDATE = "update"  # 进展通报: the person hears how it goes
    HANDOVER = "handover"  # 转二线: the first line hands it to the experts, or says why not
    VENDOR = "vendor"  # 供应商: who we wait for has answered (UC)


TO_THE_PERSON = (Promise.FIRST_CONTACT, Promise.WORKAROUND, Promise.RESOLUTION)  # from the first word on


# By which a ticket takes its place in the queues: what ends the wait for somebody, not the words and hands in between,
# whose clocks warn and call by themselves. Else one word too late would stand above everything that is still in time.
RULING = frozenset({Promise.FIRST_CONTACT, Promise.ACCEPTANCE, Promise.WORKAROUND, Promise.RESOLUTION})
AMONG_OURSELVES = frozenset({Promise.HANDOVER, Promise.VENDOR})  # of which the person hears nothing
VENDOR, ASKED = "vendor", "asked"  # a reason to wait; whether the person was asked if it is solved


class Stop(NamedTuple):
    """A stretch in which a ticket waited, and what for; without an end it still does."""

    since: datetime
    until: datetime | None
    reason: str


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


def stands_still(promise: str, reason: str) -> bool:
    """Tell whether a clock stands still while its ticket waits for a reason.

    Who waits for a vendor with us wants to hear how it goes, and the vendor's own time runs just then.
    """
    return reason != VENDOR or promise not in (Promise.UPDATE, Promise.VENDOR)


def next_update(
    *,
    filed_at: datetime,
    last_word_at: datetime | None,
    every: timedelta,
    first_after: timedelta,
    calendar: WorkCalendar,
) -> tuple[datetime, timedelta]:
    """Return from when and how long the next word to the person may take: `every` from the last one on, and never
    sooner than `first_after` from when the ticket was filed. Both are working time.
    """
    first = (filed_at, first_after)
    if last_word_at is None:
        return first
    following = (last_word_at, every)
    return max(first, following, key=lambda one: due(calendar, one[0], one[1]))


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
