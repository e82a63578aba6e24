"""What follows from a changed calendar: the promises that run by it are reckoned anew."""

from __future__ import annotations

from bihuan.flow.sla.repair import recompute
from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.calendars.models import Calendar


def repair_clocks(event: DeskEvent, said: SettingChanged) -> None:
    """Reckon what runs by a calendar, or by the calendars of a region, that changed. Twice does the same as once."""
    thing, _, pk = said.about.partition(":")
    key = {"calendar": "pk", "region": "region"}.get(thing)
    if key:
        calendars = list(Calendar.objects.filter(**{key: pk}).select_related("region"))
        recompute(calendars, event.stamp.because(said.name))
