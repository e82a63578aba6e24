from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.ground.calendars.tests.cast import (
    ONE_HOUR,
    ONE_MINUTE,
    WHOLE_WEEK,
    at,
    every_day,
    office,
    on_dates,
    span,
)
from bihuan.ground.calendars.vectors import read_calendar
from bihuan.ground.calendars.worktime import (
    due,
    elapsed,
    is_open,
    open_spans,
)

pytestmark = pytest.mark.requirement("SLA-03")


def test_a_lunch_break_does_not_count():
    calendar = office()

    moment = due(calendar, at("2026-09-28 11:00"), 2 * ONE_HOUR)
    worked = elapsed(calendar, at("2026-09-28 11:00"), at("2026-09-28 14:00"))

    assert moment == at("2026-09-28 14:30")
    assert worked == 90 * ONE_MINUTE


def test_a_holiday_is_closed_and_a_make_up_saturday_is_open():
    national_day = [f"2026-10-0{day}" for day in range(1, 8)]
    calendar = office(off=national_day, work={"2026-10-10": [["09:00", "18:00"]]})

    after_the_holiday = due(calendar, at("2026-09-30 17:00"), 2 * ONE_HOUR)
    into_the_saturday = due(calendar, at("2026-10-09 17:00"), 2 * ONE_HOUR)

    assert after_the_holiday == at("2026-10-08 10:00")
    assert into_the_saturday == at("2026-10-10 10:00")


def test_hours_of_a_date_replace_those_of_its_weekday():
    calendar = office(work={"2026-12-31": [["10:00", "11:00"]]})

    spans = open_spans(calendar, at("2026-12-31 00:00"), at("2027-01-01 00:00"))

    assert list(spans) == [span("2026-12-31 10:00", "2026-12-31 11:00")]


def test_a_closed_date_stays_closed_though_hours_are_given_for_it():
    calendar = office(off=["2026-10-01"], work={"2026-10-01": [["09:00", "18:00"]]})

    assert not is_open(calendar, at("2026-10-01 10:00"))
    assert not calendar.is_workday(date(2026, 10, 1))


def test_a_break_is_taken_out_of_its_date_alone():
    calendar = office(breaks={"2026-09-28": [["10:00", "11:30"], ["17:00", "19:00"]]})

    on_the_date = elapsed(calendar, at("2026-09-28 00:00"), at("2026-09-29 00:00"))
    a_day_later = elapsed(calendar, at("2026-09-29 00:00"), at("2026-09-30 00:00"))

    assert on_the_date == 5 * ONE_HOUR
    assert a_day_later == 7.5 * ONE_HOUR


def test_a_break_cuts_into_the_night_shift_of_the_date_before():
    calendar = office(hours=[["22:00", "06:00"]], breaks={"2026-09-29": [["02:00", "03:00"]]})

    spans = open_spans(calendar, at("2026-09-28 12:00"), at("2026-09-29 12:00"))

    assert list(spans) == [
        span("2026-09-28 22:00", "2026-09-29 02:00"),
        span("2026-09-29 03:00", "2026-09-29 06:00"),
    ]


@pytest.mark.parametrize("hours", [["22:00", "06:00"], ["22:00", "30:00"]])
def test_a_night_shift_runs_on_past_midnight(hours):
    calendar = office(hours=[hours])

    moment = due(calendar, at("2026-09-28 23:00"), 3 * ONE_HOUR)

    assert moment == at("2026-09-29 02:00")
    assert is_open(calendar, at("2026-10-03 05:59"))  # Saturday morning: Friday's shift
    assert not is_open(calendar, at("2026-10-03 06:00"))


def test_a_night_shift_belongs_to_the_date_on_which_it_began():
    calendar = office(hours=[["22:00", "06:00"]], off=["2026-10-01"])

    assert is_open(calendar, at("2026-10-01 05:00"))  # the night of 30 September runs into the holiday
    assert not is_open(calendar, at("2026-10-01 23:00"))
    assert not is_open(calendar, at("2026-10-02 05:00"))


def test_a_shift_after_midnight_can_be_written_as_part_of_the_night():
    calendar = office(hours=[["22:00", "02:00"], ["27:00", "30:00"]])

    spans = open_spans(calendar, at("2026-10-02 12:00"), at("2026-10-04 12:00"))  # Friday to Sunday

    assert list(spans) == [
        span("2026-10-02 22:00", "2026-10-03 02:00"),
        span("2026-10-03 03:00", "2026-10-03 06:00"),
    ]


def test_shifts_that_overlap_count_once():
    calendar = office(hours=[["00:00", "08:00"], ["07:00", "12:00"], ["22:00", "06:00"]])

    worked = elapsed(calendar, at("2026-09-29 00:00"), at("2026-09-30 00:00"))

    assert worked == 14 * ONE_HOUR


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "America/Bogota", "UTC", "Pacific/Kiritimati"])
@pytest.mark.parametrize("day", WHOLE_WEEK)
def test_the_longest_shift_is_whole_in_every_week(zone, day):
    calendar = read_calendar({"zone": zone, "week": {day: [["12:00", "48:00"]]}})
    start = at("2026-01-07 12:00", zone)  # a Wednesday: a shift begun the day before is under way

    worked = elapsed(calendar, start, start + timedelta(weeks=52))

    assert worked == 52 * 36 * ONE_HOUR


def test_round_the_clock_is_one_long_span():
    calendar = every_day("Europe/Berlin", ["00:00", "24:00"])
    year = span("2026-01-01 00:00", "2027-01-01 00:00", "Europe/Berlin")

    assert elapsed(calendar, *year) == timedelta(days=365)
    assert list(open_spans(calendar, *year)) == [year]


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        ("Europe/Berlin", "2026-03-28", 7),
        ("Europe/Berlin", "2026-10-24", 9),
        ("America/New_York", "2026-03-07", 7),
        ("America/New_York", "2026-10-31", 9),
        ("Asia/Shanghai", "1986-05-03", 7),
        ("Asia/Shanghai", "1986-09-13", 9),
        ("Asia/Shanghai", "1991-04-13", 7),
        ("Asia/Shanghai", "1991-09-14", 9),
        ("Asia/Shanghai", "1992-04-11", 8),
    ],
)
def test_a_night_shift_is_an_hour_shorter_or_longer_when_the_clocks_change(zone, evening, hours):
    calendar = every_day(zone, ["22:00", "06:00"])
    start = at(f"{evening} 22:00", zone)

    worked = elapsed(calendar, start, start + 12 * ONE_HOUR)
    last_hour = due(calendar, start, (hours - 1) * ONE_HOUR)

    assert worked == hours * ONE_HOUR
    assert last_hour.astimezone(calendar.zone).strftime("%H:%M") == "05:00"


@pytest.mark.parametrize(
    ("zone", "date", "hours", "opens", "length"),
    [
        # spring: 02:00 to 03:00 is never shown, so it is the moment of the jump
        ("Europe/Berlin", "2026-03-29", ["02:30", "06:00"], "01:00", 3 * ONE_HOUR),
        ("Europe/Berlin", "2026-03-29", ["00:00", "02:30"], "23:00", 2 * ONE_HOUR),
        ("America/New_York", "2026-03-08", ["02:30", "06:00"], "07:00", 3 * ONE_HOUR),
        ("America/New_York", "2026-03-08", ["00:00", "02:30"], "05:00", 2 * ONE_HOUR),
        # autumn: 02:00 (in New York 01:00) to an hour later is shown twice, the first time counts
        ("Europe/Berlin", "2026-10-25", ["02:30", "06:00"], "00:30", 4.5 * ONE_HOUR),
        ("Europe/Berlin", "2026-10-25", ["00:00", "02:30"], "22:00", 2.5 * ONE_HOUR),
        ("America/New_York", "2026-11-01", ["01:30", "06:00"], "05:30", 5.5 * ONE_HOUR),
        ("America/New_York", "2026-11-01", ["00:00", "01:30"], "04:00", 1.5 * ONE_HOUR),
    ],
)
def test_a_shift_that_begins_or_ends_while_the_clocks_change(zone, date, hours, opens, length):
    calendar = on_dates(zone, {date: [hours]})
    night = at(f"{date} 12:00", zone) - 24 * ONE_HOUR

    (only,) = open_spans(calendar, night, night + 24 * ONE_HOUR)

    assert only.start.strftime("%H:%M") == opens  # in UTC
    assert only.length == length


def test_a_shift_in_an_hour_that_is_never_shown_does_not_take_place():
    calendar = on_dates(
        "Europe/Berlin", {"2026-03-29": [["02:10", "02:50"]], "2026-03-30": [["09:00", "10:00"]]}
    )

    moment = due(calendar, at("2026-03-29 00:00", "Europe/Berlin"), timedelta())

    assert moment == at("2026-03-30 09:00", "Europe/Berlin")


def test_two_shifts_that_meet_in_an_hour_shown_twice_leave_no_gap():
    calendar = on_dates("Europe/Berlin", {"2026-10-25": [["00:00", "02:30"], ["02:30", "06:00"]]})

    worked = elapsed(
        calendar, at("2026-10-25 00:00", "Europe/Berlin"), at("2026-10-26 00:00", "Europe/Berlin")
    )

    assert worked == 7 * ONE_HOUR
