"""The arithmetic against an oracle that counts minutes.

`WORKTIME_EXAMPLES` says how many random calendars each law is tried on; 10,000 take some minutes.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bihuan.ground.calendars.tests.oracle import DAY, ONE_MINUTE, Oracle, count_back, count_due, utc
from bihuan.ground.calendars.worktime import (
    NeverOpen,
    Shift,
    TooFar,
    WorkCalendar,
    add_workdays,
    count_workdays,
    due,
    elapsed,
    is_open,
    latest_start,
    open_spans,
)

pytestmark = pytest.mark.requirement("SLA-03")

BEFORE, AFTER = 2 * DAY, 5 * DAY  # minutes the oracle knows around the start
trials = settings(
    max_examples=int(os.environ.get("WORKTIME_EXAMPLES", "60")),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

AROUND = [  # where and when something happens to the clocks, or to the date
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Asia/Shanghai", "1986-05-04"),
    ("Asia/Shanghai", "1991-09-15"),
    ("Asia/Shanghai", "2026-02-14"),
    ("Australia/Lord_Howe", "2026-04-05"),  # by half an hour
    ("Australia/Lord_Howe", "2026-10-04"),
    ("America/Sao_Paulo", "2018-11-04"),  # at midnight
    ("America/Sao_Paulo", "2018-02-18"),
    ("America/Havana", "2026-11-01"),  # back to midnight
    ("Pacific/Apia", "2011-12-30"),  # a date left out
    ("Asia/Kathmandu", "2024-02-29"),
    ("UTC", "2024-02-29"),
]

opening = st.integers(0, 95).map(lambda quarter: quarter * 15) | st.integers(0, DAY - 1)
hours = st.lists(st.tuples(opening, st.integers(1, DAY)).map(lambda pair: (pair[0], sum(pair))), max_size=3)
around_start = st.dictionaries(st.integers(-4, 6), hours, max_size=4)
minutes = st.integers(0, 600) | st.integers(0, 4000)


@st.composite
def oracles(draw):
    zone, day = draw(st.sampled_from(AROUND))
    anywhere = draw(st.booleans()) * draw(st.integers(0, 9000))  # half of them at a date of no importance
    start = utc(day) + timedelta(days=anywhere, minutes=draw(st.integers(-DAY, DAY)))
    dates, breaks = (
        {start.date() + timedelta(days=offset): found for offset, found in draw(around_start).items()}
        for _ in range(2)
    )
    return Oracle(
        zone=ZoneInfo(zone),
        week=draw(st.dictionaries(st.integers(0, 6), hours)),
        dates=dates,
        breaks=breaks,
        first=start - BEFORE * ONE_MINUTE,
        minutes=BEFORE + AFTER,
    )


holds = st.lists(
    st.tuples(st.integers(-600, 4000), st.none() | st.integers(0, 1500)).map(
        lambda pair: (pair[0], None if pair[1] is None else sum(pair))
    ),
    max_size=4,
)


@trials
@given(oracle=oracles(), allowance=minutes, held=holds)
@pytest.mark.requirement("SLA-04")
def test_a_due_time_is_the_minute_that_counting_finds(oracle, allowance, held):
    calendar, start = calendar_of(oracle), oracle.first + BEFORE * ONE_MINUTE

    found = due_or_none(calendar, start, allowance, [moments(start, hold) for hold in held])

    counted = count_due(running(oracle, held), BEFORE, allowance)
    if counted is None:
        # What opens with the minute after the last one known is found, and was not counted.
        assert (
            found is None or found + (not allowance) * ONE_MINUTE > oracle.first + oracle.minutes * ONE_MINUTE
        )
    else:
        assert found == oracle.first + counted * ONE_MINUTE


@trials
@given(oracle=oracles(), length=st.integers(-100, AFTER), held=holds)
@pytest.mark.requirement("SLA-04")
def test_elapsed_time_is_what_counting_finds(oracle, length, held):
    calendar, start = calendar_of(oracle), oracle.first + BEFORE * ONE_MINUTE

    worked = elapsed(calendar, start, start + length * ONE_MINUTE, [moments(start, hold) for hold in held])

    assert worked == sum(running(oracle, held)[BEFORE : max(BEFORE + length, 0)]) * ONE_MINUTE


@trials
@given(oracle=oracles(), allowance=minutes)
def test_the_latest_start_is_the_minute_that_counting_back_finds(oracle, allowance):
    calendar, end = calendar_of(oracle), oracle.first + oracle.minutes * ONE_MINUTE

    try:
        found = latest_start(calendar, end, allowance * ONE_MINUTE)
    except (NeverOpen, TooFar):
        found = None

    counted = count_back(oracle.open_minutes(), oracle.minutes, allowance)
    if counted is None:
        assert found is None or found < oracle.first
    else:
        assert found == oracle.first + counted * ONE_MINUTE


@trials
@given(oracle=oracles())
def test_the_open_spans_are_the_minutes_that_are_open(oracle):
    calendar, end = calendar_of(oracle), oracle.first + oracle.minutes * ONE_MINUTE

    spans = list(open_spans(calendar, oracle.first, end))

    opened = oracle.open_minutes()
    edges = [minute for minute, (was, now) in enumerate(pairwise([False, *opened, False])) if was != now]
    assert [moment for span in spans for moment in span] == [
        oracle.first + edge * ONE_MINUTE for edge in edges
    ]
    for minute in range(0, oracle.minutes, 97):
        assert is_open(calendar, oracle.first + minute * ONE_MINUTE) == opened[minute]


@trials
@given(oracle=oracles(), spent=st.timedeltas(timedelta(microseconds=1), timedelta(days=30)), held=holds)
def test_an_allowance_is_what_has_elapsed_when_it_is_due_and_not_a_moment_before(oracle, spent, held):
    calendar, start = calendar_of(oracle), oracle.first + timedelta(microseconds=123_457)
    stood_still = [moments(start, hold) for hold in held]

    try:
        moment = due(calendar, start, spent, stood_still)
    except (NeverOpen, TooFar):
        return

    if moment is not None:
        assert elapsed(calendar, start, moment, stood_still) == spent
        assert elapsed(calendar, start, moment - timedelta(microseconds=1), stood_still) < spent


@trials
@given(oracle=oracles(), days=st.integers(1, 400))
def test_working_days_added_are_working_days_counted(oracle, days):
    assume(oracle.zone.key != "Pacific/Apia")  # a date that was left out counts by name, but nobody sees it
    calendar, start = calendar_of(oracle), oracle.first

    try:
        later, earlier = add_workdays(calendar, start, days), add_workdays(calendar, start, -days)
    except (NeverOpen, TooFar):
        return

    today = start.astimezone(calendar.zone).date()
    assert count_workdays(calendar, today + timedelta(days=1), wall_date(later, calendar)) == days
    assert count_workdays(calendar, wall_date(earlier, calendar), today - timedelta(days=1)) == days


def calendar_of(oracle: Oracle) -> WorkCalendar:
    def shifts(found):
        return {
            key: tuple(Shift(opens * ONE_MINUTE, closes * ONE_MINUTE) for opens, closes in pairs)
            for key, pairs in found.items()
        }

    return WorkCalendar(oracle.zone, shifts(oracle.week), shifts(oracle.dates), shifts(oracle.breaks))


def running(oracle: Oracle, held) -> list[bool]:
    """Say of each minute whether it is open and not held; holds are counted from the start."""
    found = oracle.open_minutes()
    for begins, ends in held:
        until = oracle.minutes if ends is None else ends + BEFORE
        for minute in range(begins + BEFORE, min(until, oracle.minutes)):
            found[minute] = False
    return found


def moments(start: datetime, hold):
    begins, ends = hold
    return start + begins * ONE_MINUTE, None if ends is None else start + ends * ONE_MINUTE


def due_or_none(calendar, start, allowance, held):
    try:
        return due(calendar, start, allowance * ONE_MINUTE, held)
    except (NeverOpen, TooFar):
        return None


def wall_date(moment: datetime, calendar: WorkCalendar):
    return moment.astimezone(UTC).astimezone(calendar.zone).date()
