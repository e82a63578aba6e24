from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest

from bihuan.ground.calendars.tests.cast import (
    ONE_HOUR,
    at,
    every_day,
    office,
)
from bihuan.ground.calendars.worktime import (
    add_workdays,
    count_workdays,
    due,
    elapsed,
    latest_start,
)

pytestmark = pytest.mark.requirement("SLA-03")


def test_an_allowance_runs_through_the_open_hours_alone():
    calendar = office()

    moment = due(calendar, at("2026-09-28 16:00"), 4 * ONE_HOUR)  # a Monday

    assert moment == at("2026-09-29 11:00")


def test_an_allowance_that_ends_at_closing_time_is_due_then_and_not_at_the_next_opening():
    calendar = office()

    moment = due(calendar, at("2026-09-28 17:00"), ONE_HOUR)

    assert moment == at("2026-09-28 18:00")


@pytest.mark.parametrize(
    ("start", "opens"),
    [
        ("2026-09-28 10:00", "2026-09-28 10:00"),
        ("2026-09-28 12:00", "2026-09-28 13:30"),
        ("2026-09-28 18:00", "2026-09-29 09:00"),
        ("2026-10-17 10:00", "2026-10-19 09:00"),
    ],
)
def test_no_allowance_is_due_at_once_or_when_the_door_opens_next(start, opens):
    calendar = office()

    moment = due(calendar, at(start), timedelta())

    assert moment == at(opens)


def test_a_leap_day_is_a_day_like_any_other():
    calendar = office()

    assert due(calendar, at("2024-02-28 17:00"), 2 * ONE_HOUR) == at("2024-02-29 10:00")
    assert add_workdays(calendar, at("2024-02-28 10:00"), 2) == at("2024-03-01 10:00")
    assert count_workdays(calendar, date(2024, 2, 1), date(2024, 2, 29)) == 21


@pytest.mark.parametrize(
    "spent", [timedelta(microseconds=1), timedelta(seconds=0.5), timedelta(minutes=1.25)]
)
def test_parts_of_a_minute_are_exact(spent):
    calendar = office()
    start = at("2026-09-28 17:59:59.75")

    moment = due(calendar, start, spent)

    assert elapsed(calendar, start, moment) == spent


def test_a_long_allowance_counts_each_working_day():
    calendar = office(hours=[["09:00", "17:00"]])

    moment = due(calendar, at("2024-01-01 09:00"), 1000 * 8 * ONE_HOUR)

    assert moment == at("2027-10-29 17:00")  # 1,000 days from Monday to Friday are 200 weeks


def test_moments_of_any_zone_are_taken_and_answered_in_utc():
    calendar = office()

    moment = due(calendar, at("2026-09-28 03:00", "Europe/Berlin"), ONE_HOUR)

    assert moment == at("2026-09-28 10:00")
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("end", "hours", "start"),
    [
        ("2026-09-29 11:00", 4, "2026-09-28 16:00"),
        ("2026-09-28 18:00", 4.5, "2026-09-28 13:30"),  # opening time rather than the closing before
        ("2026-10-17 12:00", 0, "2026-10-16 18:00"),
        ("2026-09-28 10:00", 0, "2026-09-28 10:00"),
        ("2026-09-28 09:00", 0, "2026-09-25 18:00"),
    ],
)
def test_time_can_be_counted_backwards(end, hours, start):
    calendar = office()

    moment = latest_start(calendar, at(end), hours * ONE_HOUR)

    assert moment == at(start)


def test_elapsed_time_is_never_below_zero():
    worked = elapsed(office(), at("2026-09-29 09:00"), at("2026-09-28 09:00"))

    assert worked == timedelta()


@pytest.mark.parametrize(
    ("start", "days", "later"),
    [
        ("2026-10-16 16:20", 1, "2026-10-19 16:20"),  # a Friday
        ("2026-10-17 16:20", 1, "2026-10-19 16:20"),
        ("2026-10-17 16:20", 0, "2026-10-19 16:20"),
        ("2026-10-16 16:20", 0, "2026-10-16 16:20"),
        ("2026-10-19 23:00", -1, "2026-10-16 23:00"),
        ("2026-10-16 16:20", 250, "2027-10-01 16:20"),
    ],
)
def test_working_days_are_counted_without_the_first(start, days, later):
    calendar = office()

    moment = add_workdays(calendar, at(start), days)

    assert moment == at(later)


def test_a_working_day_later_is_the_same_time_on_the_wall_when_the_clocks_change():
    calendar = every_day("Europe/Berlin", ["09:00", "17:00"])

    moment = add_workdays(calendar, at("2026-03-28 10:00", "Europe/Berlin"), 1)

    assert moment - at("2026-03-28 10:00", "Europe/Berlin").astimezone(UTC) == 23 * ONE_HOUR
