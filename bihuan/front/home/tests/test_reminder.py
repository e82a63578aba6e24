"""The word, from November on, that the next year's public holidays are still to be confirmed."""

from __future__ import annotations

import pytest

from bihuan.front.home.shell import desk_shell
from bihuan.ground.calendars.models import Calendar, Region, RegionYear
from bihuan.ground.people.tests.cast import at, person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-03")]


def reminded(who: str, day: str) -> str:
    reminder = desk_shell(person(who), at(f"{day} 09:00")).reminder
    return reminder.text if reminder else ""


@pytest.fixture(autouse=True)
def region(db) -> Region:
    region = Region.objects.create(code="CN", name_zh="中国大陆", name_en="China")
    Calendar.objects.create(code="x", name_zh="办公", name_en="Office", week={}, region=region)
    RegionYear.objects.create(region=region, year=2026, state="confirmed")
    region.changed()
    return region


def test_from_november_on_whoever_sets_the_rules_is_reminded():
    assert reminded("周", "2026-10-31") == ""
    assert "2027" in reminded("周", "2026-11-01")
    assert "2027" in reminded("周", "2026-12-31")


def test_nobody_else_is_reminded():
    assert [reminded(who, "2026-11-01") for who in ("陈", "王", "赵")] == [""] * 3


def test_the_reminder_goes_once_the_year_is_confirmed(region: Region):
    RegionYear.objects.create(region=region, year=2027, state="confirmed")
    region.changed()

    assert reminded("周", "2026-11-01") == ""


def test_holidays_that_no_calendar_keeps_are_not_asked_for():
    Calendar.objects.update(region=None)

    assert reminded("周", "2026-11-01") == ""
