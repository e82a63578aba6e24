"""What would come of a change before it is made: how many promises would move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.flow.sla.repair import Repaired, recompute
from bihuan.front.planning.calendars.hours import Pairs
from bihuan.ground.calendars.models import Calendar, YearDraft
from bihuan.kit.events.stamp import Stamp


def of_calendar(calendar: Calendar, fields: Mapping[str, Any], stamp: Stamp) -> Repaired:
    """Tell what other hours, zone or region would move."""
    if not calendar.pk:
        return Repaired()
    supposed = Calendar.objects.get(pk=calendar.pk)
    for name, value in fields.items():
        setattr(supposed, name, value)
    supposed.suppose()
    return recompute([supposed], stamp, dry_run=True)


def of_days(calendar: Calendar, hours: Mapping[date, Pairs | None], stamp: Stamp) -> Repaired:
    """Tell what other hours on some dates would move; None: as week and region say."""
    supposed = Calendar.objects.select_related("region").get(pk=calendar.pk)
    supposed.suppose(own_days=hours)
    return recompute([supposed], stamp, dry_run=True)


def of_draft(draft: YearDraft, stamp: Stamp) -> Repaired:
    """Tell what the days of a draft would move, in all calendars of its region."""
    was, now = draft.effect()
    calendars = list(draft.year.region.calendars.select_related("region"))
    for calendar in calendars:
        calendar.suppose(region_days=dict.fromkeys(was) | now)
    return recompute(calendars, stamp, dry_run=True)
