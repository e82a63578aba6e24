"""The calendars that a desk begins with, and the Chinese holidays and make-up days as far as they are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bihuan.ground.calendars.models import Calendar, Region, RegionDay, RegionYear

FACTS = Path(__file__).parent / "facts" / "cn.json"
OFFICE, ROUND_THE_CLOCK, HOTLINE = "office", "round-the-clock", "hotline"

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
_WEEK = (*_WEEKDAYS, "sat", "sun")
CALENDARS = {
    OFFICE: (
        "办公时间",
        "Office hours",
        {day: [["08:30", "12:00"], ["13:30", "18:00"]] for day in _WEEKDAYS},
    ),
    HOTLINE: ("热线时间", "Hotline hours", {day: [["08:00", "20:00"]] for day in _WEEKDAYS}),
    ROUND_THE_CLOCK: ("7×24小时", "Round the clock", {day: [["00:00", "24:00"]] for day in _WEEK}),
}


def deliver() -> None:
    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    region, _ = Region.objects.get_or_create(
        code="CN", defaults={"name_zh": "中国大陆", "name_en": "Mainland China"}
    )
    new_years = [year for year in facts["years"] if _deliver_year(region, year)]
    if new_years:
        region.changed()
    for code, (name_zh, name_en, week) in CALENDARS.items():
        Calendar.objects.get_or_create(
            code=code,
            defaults={
                "name_zh": name_zh,
                "name_en": name_en,
                "week": week,
                "region": None if code == ROUND_THE_CLOCK else region,
            },
        )


def _deliver_year(region: Region, year: dict[str, Any]) -> bool:
    """Write a year's days unless the desk has that year already, from us or from its administrator."""
    if RegionYear.objects.filter(region=region, year=year["year"]).exists():
        return False
    RegionYear.objects.create(
        region=region, year=year["year"], state=year["state"], source=year["notice"][:200]
    )
    RegionDay.objects.bulk_create(
        RegionDay(region=region, on=day["date"], kind=day["kind"], name_zh=day["zh"], name_en=day["en"])
        for day in year["days"]
    )
    return True
