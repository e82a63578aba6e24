"""A desk that promises something, and a ticket on which the promises run.

Office hours are 09:00-12:00 and 13:30-18:00, a working day has seven and a half; Thursday 1 October 2026 is a holiday
and Saturday 10 October a make-up day.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Alarm, Clock, Policy, Target
from bihuan.ground.calendars.models import Calendar, Region, RegionDay
from bihuan.ground.channels.models import Channel, ChannelKind
from bihuan.tickets.models import Ticket
from bihuan.tickets.tests.cast import a_category, a_ticket, at, person, stamp, team

__all__ = ["a_category", "at", "classified", "desk", "local", "person", "stamp", "team"]

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
OFFICE_WEEK = {day: [["09:00", "12:00"], ["13:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
ALL_WEEK = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
# promise, priority → allowed, warned before, calendar
TARGETS = {
    (Promise.ACCEPTANCE, 1): (15 * MINUTE, 5 * MINUTE, "always"),
    (Promise.ACCEPTANCE, 2): (HOUR, 20 * MINUTE, "office"),
    (Promise.ACCEPTANCE, 3): (HOUR, 20 * MINUTE, "office"),
    (Promise.RESOLUTION, 1): (2 * HOUR, 30 * MINUTE, "always"),
    (Promise.RESOLUTION, 2): (4 * HOUR, HOUR, "office"),
    (Promise.RESOLUTION, 3): (7.5 * HOUR, HOUR, "office"),
}
CHANNELS = {"phone": timedelta(), "portal": 15 * MINUTE, "email": 30 * MINUTE}


def desk() -> dict[str, Calendar]:
    """Make calendars, targets and channels; return the calendars by their code."""
    region = Region.objects.create(code="SLA", name_zh="某地", name_en="Somewhere")
    RegionDay.objects.create(region=region, on="2026-10-01", kind="off")
    RegionDay.objects.create(region=region, on="2026-10-10", kind="work")
    weeks = {"office": (OFFICE_WEEK, region), "always": (ALL_WEEK, None)}
    calendars = {
        code: Calendar.objects.create(code=code, name_zh=code, name_en=code, week=week, region=where)
        for code, (week, where) in weeks.items()
    }
    usual = Policy.objects.create(code=Policy.USUAL, name_zh="通用", name_en="Usual")
    for (promise, priority), (allowed, warn, code) in TARGETS.items():
        Target.objects.create(
            policy=usual,
            promise=promise,
            priority=priority,
            allowed=allowed,
            warn_before=warn,
            calendar=calendars[code],
        )
    for kind, within in CHANNELS.items():
        Channel.objects.create(
            kind=kind, name_zh=kind, name_en=kind, answers_within=within, calendar=calendars["office"]
        )
    return calendars


def classified(priority: int = 3, filed: str = "09:00", **more: Any) -> Ticket:
    """Return a ticket that was classified as soon as it was filed."""
    ticket = a_ticket(filed=filed, channel=more.pop("channel", ChannelKind.EMAIL), **more)
    give_priority(ticket, priority, filed)
    return ticket


def give_priority(ticket: Ticket, priority: int, clock: str) -> None:
    ticket.classify(category=a_category(), impact=3, urgency=2, priority=priority, stamp=stamp(clock))


def clock(ticket: Ticket, promise: Promise | str = Promise.RESOLUTION, run: int = 1) -> Clock:
    return Clock.objects.with_calendar().get(ticket=ticket, promise=promise, run=run)


def local(moment: datetime | None) -> str | None:
    """Return a moment as it stands on the wall, without the date if it is the day of the tests."""
    if moment is None:
        return None
    text = moment.astimezone(at("09:00").tzinfo).strftime("%Y-%m-%d %H:%M")
    return text.removeprefix("2026-09-28 ")


def due(ticket: Ticket, promise: Promise | str = Promise.RESOLUTION, run: int = 1) -> str | None:
    return local(clock(ticket, promise, run).due_at)


def alarms(ticket: Ticket, promise: Promise | str = Promise.RESOLUTION) -> list[tuple[int, str | None, bool]]:
    """Return level, moment and whether it has gone off, of each alarm of a promise's last run."""
    last = Clock.objects.filter(ticket=ticket, promise=promise).order_by("run").last()
    found = Alarm.objects.filter(clock=last).order_by("level", "pk")
    return [(alarm.level, local(alarm.fire_at), alarm.fired_at is not None) for alarm in found]
