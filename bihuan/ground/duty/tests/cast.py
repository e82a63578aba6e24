"""Office hours with a holiday and a make-up Saturday, and turns in them."""

from __future__ import annotations

from datetime import datetime

from bihuan.ground.calendars.models import Calendar, Region, RegionDay
from bihuan.ground.duty.models import Rota, on_duty
from bihuan.ground.people.tests.cast import at, person, team

WORKDAYS = [0, 1, 2, 3, 4]
EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]


def office(code: str = "duty-office") -> Calendar:
    """Return office hours, closed on Thursday 1 October 2026 and open on Saturday 10 October."""
    calendar = Calendar.objects.select_related("region").filter(code=code).first()
    if calendar:
        return calendar
    region = Region.objects.create(code=code[:10], name_zh="某地", name_en="Somewhere")
    RegionDay.objects.create(region=region, on="2026-10-01", kind="off")
    RegionDay.objects.create(region=region, on="2026-10-10", kind="work")
    week = {day: [["09:00", "12:00"], ["13:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    return Calendar.objects.create(code=code, name_zh="办公", name_en="Office", week=week, region=region)


def turn(
    name: str = "陈", kind: str = "shift", hours: str = "09:00-18:00", code: str = "desk", **more: object
) -> Rota:
    begins, _, ends = hours.partition("-")
    fields = {"weekdays": WORKDAYS, "calendar": office(), "kind": kind, "begins_at": begins, "ends_at": ends}
    return Rota.objects.create(team=team(code), person=person(name), **fields | more)


def who_is_on(moment: str | datetime, code: str = "desk") -> list[str]:
    """Return the names of those on duty, those on call in brackets."""
    now = at(moment) if isinstance(moment, str) else moment
    return [who.name if kind == "shift" else f"({who.name})" for who, kind in on_duty(team(code), now)]
