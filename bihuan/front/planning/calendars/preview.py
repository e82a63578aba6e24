"""What would come of a change before it is made: how many promises would move, and what would have come of last month's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.repair import Repaired, recompute
from bihuan.flow.sla.replay import Outcome, replay_in
from bihuan.front.planning.calendars.hours import Pairs
from bihuan.ground.calendars.models import Calendar, YearDraft
from bihuan.ground.calendars.vectors import read_zone
from bihuan.kit.events.stamp import Stamp

A_MONTH = timedelta(days=30)


class Preview(NamedTuple):
    """What would move, and by promise what would have been missed of the last 30 days; None where no changed date lies
    in these.
    """

    moved: Repaired = Repaired()
    outcomes: Mapping[Promise, Outcome] | None = None


def of_calendar(calendar: Calendar, fields: Mapping[str, Any], stamp: Stamp) -> Preview:
    """Tell what would come of other hours, another zone or region; nothing of those of a new calendar."""
    if not calendar.pk:
        return Preview()
    supposed = Calendar.objects.get(pk=calendar.pk)
    for name, value in fields.items():
        setattr(supposed, name, value)
    supposed.suppose()
    return _preview([supposed], stamp)


def of_days(calendar: Calendar, hours: Mapping[date, Pairs | None], stamp: Stamp) -> Preview:
    """Tell what would come of other hours on some dates; None: as week and region say."""
    supposed = Calendar.objects.select_related("region").get(pk=calendar.pk)
    supposed.suppose(own_days=hours)
    return _preview([supposed], stamp, hours.keys())


def of_draft(draft: YearDraft, stamp: Stamp) -> Preview:
    """Tell what would come of the days of a draft, in all calendars of its region."""
    was, now = draft.effect()
    kinds = {on: day.kind for on, day in was.items()}, {on: day.kind for on, day in now.items()}
    calendars = list(draft.year.region.calendars.select_related("region"))
    for calendar in calendars:
        calendar.suppose(region_days=dict.fromkeys(was) | now)
    changed = {on for on in was.keys() | now.keys() if kinds[0].get(on) != kinds[1].get(on)}
    return _preview(calendars, stamp, changed)


def _preview(calendars: Sequence[Calendar], stamp: Stamp, changed: Collection[date] | None = None) -> Preview:
    """Look at what runs and at what ran; `changed`: on which dates alone anything differs."""
    moved = recompute(calendars, stamp, dry_run=True)
    if changed is not None and not any(_was_lately(calendars, on, stamp) for on in changed):
        return Preview(moved)
    return Preview(moved, replay_in(calendars, stamp.at - A_MONTH, stamp.at))


def _was_lately(calendars: Sequence[Calendar], on: date, stamp: Stamp) -> bool:
    zones = {read_zone(calendar.zone) for calendar in calendars}
    return any(
        (stamp.at - A_MONTH).astimezone(zone).date() <= on <= stamp.at.astimezone(zone).date()
        for zone in zones
    )
