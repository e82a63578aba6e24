"""What a due time must get right wherever the clocks on the wall are changed, and on days that are not like others.

The other laws stand where their subject does: the pause over a weekend, a priority changed while held, a hand-over near
the deadline, a hold begun outside hours and the make-up Saturday in `test_clocks`, what is not accepted in time and then given over in `tests/test_unaccepted`; two holds that overlap, no allowance
and lunch in `ground/calendars/tests`; a calendar edited while a ticket is open in `test_clocks`, too.
"""

from datetime import timedelta

import pytest

from bihuan.flow.sla.clockwork import reckon
from bihuan.ground.calendars.tests.cast import at, every_day, office
from bihuan.ground.calendars.worktime import NeverOpen

pytestmark = pytest.mark.requirement("SLA-03")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ROUND_THE_CLOCK = ["00:00", "24:00"]
NIGHT = ["22:00", "30:00"]


def due(calendar, start, allowed, zone, holds=()):
    reckoned = reckon(
        start=at(start, zone), allowed=allowed, warn_before=10 * MINUTE, calendar=calendar, holds=holds
    )
    assert reckoned.due_at is not None
    return reckoned.due_at.astimezone(calendar.zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("zone", "start", "due_at"),
    [
        ("Europe/Berlin", "2026-03-28 22:00", "2026-03-29 09:00"),
        ("America/New_York", "2026-03-07 22:00", "2026-03-08 09:00"),
    ],
)
def test_ten_hours_over_the_night_in_which_the_clocks_go_forward_end_an_hour_later_on_the_wall(
    zone, start, due_at
):
    assert due(every_day(zone, ROUND_THE_CLOCK), start, 10 * HOUR, zone) == due_at


@pytest.mark.parametrize(
    ("zone", "start", "due_at"),
    [
        ("Europe/Berlin", "2026-10-24 22:00", "2026-10-25 07:00"),
        ("America/New_York", "2026-10-31 22:00", "2026-11-01 07:00"),
    ],
)
def test_ten_hours_over_the_night_in_which_the_clocks_go_back_end_an_hour_sooner_on_the_wall(
    zone, start, due_at
):
    assert due(every_day(zone, ROUND_THE_CLOCK), start, 10 * HOUR, zone) == due_at


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("friday", ["2026-03-27", "2026-03-06", "2026-10-23", "2026-10-30"])
def test_office_hours_on_either_side_of_a_change_of_the_clocks_are_as_long_as_ever(zone, friday):
    monday = f"{at(friday, zone).date() + timedelta(days=3)} 10:00"

    assert due(office(zone), f"{friday} 17:00", 2 * HOUR, zone) == monday


@pytest.mark.parametrize(
    ("start", "allowed", "due_at"),
    [
        ("1986-05-03 22:00", 6, "1986-05-04 05:00"),  # summer time began that night
        ("1991-09-14 22:00", 6, "1991-09-15 03:00"),  # and ended for good that one
        ("1992-04-04 22:00", 6, "1992-04-05 04:00"),
    ],
)
def test_the_summer_times_of_1986_to_1991_in_shanghai_are_known(start, allowed, due_at):
    calendar = every_day("Asia/Shanghai", ROUND_THE_CLOCK)

    assert due(calendar, start, allowed * HOUR, "Asia/Shanghai") == due_at


def test_a_leap_day_counts_like_any_other():
    zone = "Asia/Shanghai"

    assert due(every_day(zone, ROUND_THE_CLOCK), "2028-02-28 12:00", 24 * HOUR, zone) == "2028-02-29 12:00"
    assert due(office(), "2028-02-28 17:30", 7.5 * HOUR, zone) == "2028-02-29 17:30"  # a Tuesday


def test_a_night_shift_over_midnight_is_one_stretch():
    zone = "Asia/Shanghai"

    assert due(every_day(zone, NIGHT), "2026-09-28 23:00", 2 * HOUR, zone) == "2026-09-29 01:00"
    assert due(every_day(zone, NIGHT), "2026-09-28 23:00", 8 * HOUR, zone) == "2026-09-29 23:00"


def test_a_lunch_break_does_not_count():
    assert due(office(), "2026-09-28 11:30", HOUR, "Asia/Shanghai") == "2026-09-28 14:00"


def test_no_allowance_is_due_at_once_within_hours_and_at_the_opening_outside():
    assert due(office(), "2026-09-28 10:00", 0 * HOUR, "Asia/Shanghai") == "2026-09-28 10:00"
    assert due(office(), "2026-09-28 20:00", 0 * HOUR, "Asia/Shanghai") == "2026-09-29 09:00"


@pytest.mark.requirement("SLA-04")
def test_two_holds_that_overlap_stop_the_clock_once():
    zone = "Asia/Shanghai"
    holds = [
        (at("2026-09-28 09:30", zone), at("2026-09-28 10:30", zone)),
        (at("2026-09-28 10:00", zone), at("2026-09-28 11:00", zone)),
    ]

    assert due(office(), "2026-09-28 09:00", HOUR, zone, holds) == "2026-09-28 11:30"


def test_a_calendar_that_is_never_open_is_refused_with_a_clear_message():
    with pytest.raises(NeverOpen, match="the calendar is never open: no weekday and no date has a shift"):
        due(office(hours=[]), "2026-09-28 09:00", HOUR, "Asia/Shanghai")
