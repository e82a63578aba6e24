from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.ground.calendars.tests.cast import (
    ONE_HOUR,
    at,
    every_day,
    office,
    on_dates,
)
from bihuan.ground.calendars.worktime import (
    NeverOpen,
    TooFar,
    add_workdays,
    count_workdays,
    due,
    elapsed,
    is_open,
    latest_start,
    open_spans,
)

pytestmark = pytest.mark.requirement("SLA-03")


@pytest.mark.parametrize("count", [due, latest_start])
def test_a_calendar_that_is_never_open_is_refused(count):
    calendar = on_dates("Asia/Shanghai", {"2026-10-01": []})

    with pytest.raises(NeverOpen, match="never open: no weekday and no date has a shift"):
        count(calendar, at("2026-09-28 09:00"), ONE_HOUR)


def test_a_calendar_that_closes_for_good_is_refused():
    calendar = on_dates("Asia/Shanghai", {"2026-09-28": [["09:00", "10:00"]]})

    with pytest.raises(NeverOpen, match="too few dates have a shift"):
        due(calendar, at("2026-09-28 09:00"), 2 * ONE_HOUR)
    with pytest.raises(NeverOpen, match="too few dates have a shift"):
        add_workdays(calendar, at("2026-09-28 09:00"), 1)


def test_nothing_elapses_in_a_calendar_that_is_never_open():
    calendar = on_dates("Asia/Shanghai", {})

    assert elapsed(calendar, at("2026-01-01 00:00"), at("2027-01-01 00:00")) == timedelta()


def test_a_calendar_that_opens_after_years_is_waited_for():
    calendar = on_dates("Asia/Shanghai", {"2036-09-28": [["09:00", "10:00"]]})

    assert due(calendar, at("2026-09-28 09:00"), timedelta()) == at("2036-09-28 09:00")


@pytest.mark.parametrize(
    "ask",
    [
        lambda moment: due(office(), moment, ONE_HOUR),
        lambda moment: latest_start(office(), moment, ONE_HOUR),
        lambda moment: elapsed(office(), moment, at("2026-09-28 09:00")),
        lambda moment: elapsed(office(), at("2026-09-28 09:00"), moment),
        lambda moment: due(office(), at("2026-09-28 09:00"), ONE_HOUR, [(moment, None)]),
        lambda moment: is_open(office(), moment),
        lambda moment: add_workdays(office(), moment, 1),
        lambda moment: list(open_spans(office(), moment, at("2026-09-28 09:00"))),
    ],
)
def test_a_moment_without_a_zone_or_beyond_all_years_is_refused(ask):
    with pytest.raises(ValueError, match="has no time zone"):
        ask(datetime(2026, 9, 28, 9))  # noqa: DTZ001
    with pytest.raises(TooFar, match="not between the years"):
        ask(datetime.max.replace(tzinfo=UTC))
    with pytest.raises(TooFar, match="not between the years"):
        ask(datetime.min.replace(tzinfo=UTC))


def test_more_than_a_century_is_refused():
    calendar, start = office(), at("2026-09-28 09:00")

    with pytest.raises(TooFar, match="longer than"):
        due(calendar, start, timedelta.max)
    with pytest.raises(TooFar, match="more than 36525 days away"):
        due(calendar, start, timedelta(days=20_000))
    with pytest.raises(TooFar, match="more than 36525 days away"):
        add_workdays(calendar, start, -40_000)
    with pytest.raises(TooFar, match="apart"):
        elapsed(calendar, start, at("2200-01-01 00:00"))
    with pytest.raises(TooFar, match="apart"):
        count_workdays(calendar, date.min, date.max)


def test_the_last_year_that_is_reckoned_has_a_century_before_it():
    calendar, start = every_day("UTC", ["00:00", "24:00"]), at("9000-12-31 00:00", "UTC")

    moment = due(calendar, start, timedelta(days=36_500))

    assert moment == start + timedelta(days=36_500)


def test_an_allowance_below_zero_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        due(office(), at("2026-09-28 09:00"), -ONE_HOUR)
