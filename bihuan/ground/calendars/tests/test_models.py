from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from bihuan.ground.calendars.delivering import HOTLINE, OFFICE, ROUND_THE_CLOCK, deliver
from bihuan.ground.calendars.models import Calendar, CalendarDay, Region, RegionDay, RegionYear, YearDraft
from bihuan.ground.calendars.worktime import due, elapsed, is_open
from bihuan.ground.calendars.years.reading import read_year
from bihuan.ground.people.tests.cast import stamp
from bihuan.kit.sql.emptying import empty, referring_to

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = {day: [["09:00", "12:00"], ["13:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def office(**more) -> Calendar:
    region = Region.objects.get_or_create(code="XX", defaults={"name_zh": "某地", "name_en": "Somewhere"})[0]
    return Calendar.objects.create(
        code="x", name_zh="办公", name_en="Office", week=WEEK, region=region, **more
    )


def fetched(calendar: Calendar) -> Calendar:
    """Return the calendar as another request or another process would fetch it."""
    return Calendar.objects.select_related("region").get(pk=calendar.pk)


@pytest.mark.requirement("SLA-03")
def test_a_holiday_of_the_region_is_closed_and_a_make_up_saturday_is_worked_like_a_working_day():
    calendar = office()
    RegionDay.objects.create(region=calendar.region, on="2026-10-01", kind="off")
    RegionDay.objects.create(region=calendar.region, on="2026-10-10", kind="work")

    worked = calendar.work_calendar()

    assert not is_open(worked, at("2026-10-01 10:00"))
    assert is_open(worked, at("2026-10-10 10:00"))
    assert elapsed(worked, at("2026-10-10 00:00"), at("2026-10-11 00:00")) == timedelta(hours=7, minutes=30)
    assert not is_open(worked, at("2026-10-11 10:00"))


@pytest.mark.requirement("SLA-03")
def test_the_companys_own_day_stands_above_the_regions():
    calendar = office()
    RegionDay.objects.create(region=calendar.region, on="2026-10-01", kind="off")
    RegionDay.objects.create(region=calendar.region, on="2026-10-10", kind="work")
    CalendarDay.objects.create(calendar=calendar, on="2026-10-01", shifts=[["10:00", "11:00"]])
    CalendarDay.objects.create(calendar=calendar, on="2026-10-10", shifts=[])

    worked = calendar.work_calendar()

    assert is_open(worked, at("2026-10-01 10:30"))
    assert not is_open(worked, at("2026-10-01 13:30"))
    assert not is_open(worked, at("2026-10-10 10:00"))


def test_a_make_up_day_in_the_week_is_worked_as_that_weekday_would_be():
    calendar = office()
    Calendar.objects.filter(pk=calendar.pk).update(week=WEEK | {"sat": [["09:00", "12:00"]]})
    RegionDay.objects.create(region=calendar.region, on="2026-10-10", kind="work")
    RegionDay.objects.create(region=calendar.region, on="2026-10-11", kind="work")

    worked = fetched(calendar).work_calendar()

    assert elapsed(worked, at("2026-10-10 00:00"), at("2026-10-11 00:00")) == timedelta(hours=3)
    assert elapsed(worked, at("2026-10-11 00:00"), at("2026-10-12 00:00")) == timedelta(hours=7, minutes=30)


def test_a_calendar_without_a_region_knows_no_holidays():
    calendar = office()
    RegionDay.objects.create(region=calendar.region, on="2026-10-01", kind="off")
    Calendar.objects.filter(pk=calendar.pk).update(region=None)

    assert is_open(fetched(calendar).work_calendar(), at("2026-10-01 10:00"))


@pytest.mark.requirement("SLA-08")
def test_a_change_of_the_companys_days_reaches_whoever_has_kept_the_calendar():
    calendar = office()
    assert is_open(fetched(calendar).work_calendar(), at("2026-09-28 10:00"))

    CalendarDay.objects.create(calendar=calendar, on="2026-09-28", shifts=[])
    calendar.changed()

    assert not is_open(fetched(calendar).work_calendar(), at("2026-09-28 10:00"))


@pytest.mark.requirement("SLA-08")
def test_a_change_of_the_regions_days_reaches_every_calendar_of_it():
    calendar = office()
    assert is_open(fetched(calendar).work_calendar(), at("2026-09-28 10:00"))

    RegionDay.objects.create(region=calendar.region, on="2026-09-28", kind="off")
    calendar.region.changed()

    assert not is_open(fetched(calendar).work_calendar(), at("2026-09-28 10:00"))


def test_a_calendar_that_did_not_change_is_built_once_and_fetched_for_nothing(django_assert_num_queries):
    calendar = fetched(office())
    built = calendar.work_calendar()

    with django_assert_num_queries(1):
        assert fetched(calendar).work_calendar() is built


@pytest.mark.django_db(transaction=True)
def test_a_calendar_made_anew_after_the_tables_were_emptied_is_not_taken_for_the_one_before():
    first = office()
    assert is_open(fetched(first).work_calendar(), at("2026-09-28 10:00"))

    empty([*referring_to(Calendar), *referring_to(Region)])
    again = office()
    CalendarDay.objects.create(calendar=again, on="2026-09-28", shifts=[])

    assert not is_open(fetched(again).work_calendar(), at("2026-09-28 10:00"))


def test_two_who_change_a_calendar_at_once_both_leave_a_mark():
    calendar = office()
    mine, yours = fetched(calendar), fetched(calendar)

    mine.changed()
    yours.changed()

    assert fetched(calendar).version == yours.version > mine.version > calendar.version


def test_a_date_is_named_once_a_region_and_once_a_calendar():
    calendar = office()
    CalendarDay.objects.create(calendar=calendar, on="2026-10-01")

    with pytest.raises(IntegrityError, match="each_day_once_a_calendar"):
        CalendarDay.objects.create(calendar=calendar, on="2026-10-01")


@pytest.mark.requirement("SLA-03")
@pytest.mark.parametrize(
    ("start", "hours", "due_at", "why"),
    [
        ("2026-02-13 17:00", 2, "2026-02-14 09:30", "the Saturday before Spring Festival is worked"),
        ("2026-02-14 17:30", 1, "2026-02-24 09:00", "nine days of Spring Festival"),
        ("2026-09-30 17:30", 1, "2026-10-08 09:00", "the week of National Day"),
        ("2026-10-10 17:30", 1, "2026-10-12 09:00", "a make-up Saturday is followed by a Sunday"),
        ("2026-09-28 11:45", 1, "2026-09-28 14:15", "lunch"),
    ],
)
def test_the_delivered_office_hours_know_the_delivered_holidays(start, hours, due_at, why):
    deliver()
    calendar = Calendar.objects.select_related("region").get(code=OFFICE)

    assert due(calendar.work_calendar(), at(start), timedelta(hours=hours)) == at(due_at), why


def test_the_hotline_closes_on_holidays_and_the_clock_round_never():
    deliver()
    hotline, always = (
        Calendar.objects.select_related("region").get(code=code).work_calendar()
        for code in (HOTLINE, ROUND_THE_CLOCK)
    )

    assert not is_open(hotline, at("2026-10-01 10:00"))
    assert is_open(hotline, at("2026-09-28 19:59"))
    assert is_open(always, at("2026-10-01 03:00"))


@pytest.mark.requirement("SLA-03")
def test_the_years_come_complete_to_2026_and_none_is_promised_beyond():
    deliver()

    assert RegionYear.objects.get(year=2026).state == "confirmed"
    assert not RegionYear.objects.filter(year__gt=2026).exists()
    assert RegionDay.objects.filter(on__year=2026, kind="off").count() == 33
    assert RegionDay.objects.get(on=date(2026, 10, 10)).kind == "work"


def test_what_comes_with_the_product_comes_once_and_keeps_what_an_administrator_changed():
    deliver()
    region = Region.objects.get(code="CN")
    RegionDay.objects.filter(on="2026-10-10").delete()
    Calendar.objects.filter(code=OFFICE).update(week=WEEK)

    deliver()

    assert not RegionDay.objects.filter(on="2026-10-10").exists()
    assert Calendar.objects.get(code=OFFICE).week == WEEK
    assert Region.objects.get(code="CN").version == region.version


def test_a_year_that_a_later_version_brings_reaches_the_calendars_kept():
    deliver()
    calendar = Calendar.objects.get(code=OFFICE)
    RegionYear.objects.filter(year=2026).delete()
    RegionDay.objects.filter(on__year=2026).delete()
    calendar.region.changed()
    assert is_open(fetched(calendar).work_calendar(), at("2026-10-01 10:00"))

    deliver()

    assert not is_open(fetched(calendar).work_calendar(), at("2026-10-01 10:00"))


@pytest.mark.requirement("SLA-03")
def test_what_is_due_in_a_year_that_is_not_confirmed_is_not_sure():
    deliver()
    calendar = Calendar.objects.select_related("region").get(code=OFFICE)

    assert calendar.is_sure_of(at("2026-12-31 23:59"))
    assert not calendar.is_sure_of(at("2027-01-01 00:00"))
    assert Calendar.objects.get(code=ROUND_THE_CLOCK).is_sure_of(at("2027-01-01 00:00"))


@pytest.mark.requirement("SLA-03")
def test_a_draft_changes_no_working_time_until_it_is_confirmed():
    deliver()
    region, year = Region.objects.get(), "关于2027年部分节假日安排的通知\n一、元旦：1月1日至3日放假，共3天。"
    draft = YearDraft.propose(region, read_year(year), text=year, source="", stamp=stamp("09:00", "周"))
    calendar = Calendar.objects.get(code=OFFICE)
    assert is_open(fetched(calendar).work_calendar(), at("2027-01-01 10:00"))

    draft.confirm()

    assert not is_open(fetched(calendar).work_calendar(), at("2027-01-01 10:00"))
    assert fetched(calendar).is_sure_of(at("2027-06-01 10:00"))
