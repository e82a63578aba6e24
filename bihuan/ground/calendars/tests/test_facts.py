from __future__ import annotations

import json
from datetime import date, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from bihuan.ground.calendars.tests.cast import DAY_SHIFT
from bihuan.ground.calendars.vectors import read_shifts
from bihuan.ground.calendars.worktime import WorkCalendar, count_workdays

pytestmark = pytest.mark.requirement("SLA-03")

FACTS = json.loads(files("bihuan.ground.calendars").joinpath("facts/cn.json").read_text(encoding="utf-8"))
YEARS = {year["year"]: year for year in FACTS["years"]}
DAYS = {date.fromisoformat(day["date"]): day for year in FACTS["years"] for day in year["days"]}


@pytest.fixture(scope="module")
def calendar():
    shifts = read_shifts(DAY_SHIFT)
    dates = {on: shifts if day["kind"] == "work" else () for on, day in DAYS.items()}
    return WorkCalendar(ZoneInfo("Asia/Shanghai"), dict.fromkeys(range(5), shifts), dates)


def test_every_year_from_2004_to_2026_is_there_and_confirmed():
    assert list(YEARS) == list(range(2004, 2027))
    assert {year["state"] for year in YEARS.values()} == {"confirmed"}
    assert all(year["source_url"].startswith("https://") for year in YEARS.values())


@pytest.mark.parametrize("year", YEARS)
def test_a_year_is_in_order_and_plausible(year):
    days = [date.fromisoformat(day["date"]) for day in YEARS[year]["days"]]
    kinds = [day["kind"] for day in YEARS[year]["days"]]

    assert days == sorted(set(days))
    assert {day.year for day in days} == {year}
    assert 22 <= kinds.count("off") <= 40
    assert 5 <= kinds.count("work") <= 12
    assert all(day["zh"] and day["en"] for day in YEARS[year]["days"])


def test_only_weekends_are_made_up_on():
    assert {day.weekday() for day, facts in DAYS.items() if facts["kind"] == "work"} == {5, 6}


@pytest.mark.parametrize(
    ("year", "workdays"),
    [
        (2018, 250),
        (2019, 250),
        (2020, 249),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 248),
        (2026, 248),
    ],
)
def test_the_working_days_of_a_year_are_as_many_as_everybody_counts(calendar, year, workdays):
    assert count_workdays(calendar, date(year, 1, 1), date(year, 12, 31)) == workdays


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2005-12-31", "work", "元旦"),
        ("2015-09-03", "off", "抗战胜利70周年纪念日"),
        ("2019-05-04", "off", "劳动节"),  # added in March of that year
        ("2020-01-31", "off", "春节"),  # added in January of that year
        ("2026-02-14", "work", "春节"),
        ("2026-02-16", "off", "春节"),
        ("2026-10-10", "work", "国庆节"),
    ],
)
def test_a_day_that_is_easily_forgotten(day, kind, name):
    facts = DAYS[date.fromisoformat(day)]

    assert (facts["kind"], facts["zh"]) == (kind, name)


def test_spring_festival_2026_is_nine_days_long(calendar):
    first = date(2026, 2, 15)

    closed = [offset for offset in range(-1, 10) if not calendar.is_workday(first + timedelta(days=offset))]

    assert closed == list(range(9))
