from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.flow.sla.clockwork import Stop
from bihuan.flow.sla.segments import Doing, running, segments
from bihuan.ground.calendars.tests.cast import at, office
from bihuan.ground.calendars.worktime import due, elapsed

OFFICE = office(
    work={"2026-10-10": [["09:00", "12:00"], ["13:30", "18:00"]]}, off=["2026-10-01", "2026-10-02"]
)
NAMES = {date(2026, 10, 1): "国庆节", date(2026, 10, 2): "国庆节"}
MINUTE = timedelta(minutes=1)


def told(start: str, end: str, *stops: Stop) -> list[tuple[str, str, str]]:
    found = segments(OFFICE, at(start), at(end), stops, NAMES)
    wall = [one.start.astimezone(OFFICE.zone).strftime("%d %H:%M") for one in found]
    return [
        (when, str(one.doing), one.reason or "、".join(one.days))
        for when, one in zip(wall, found, strict=True)
    ]


@pytest.mark.requirement("SLA-04")
def test_why_it_is_due_is_told_stretch_by_stretch():
    held = Stop(at("2026-09-28 11:00"), at("2026-09-28 14:00"), "vendor")

    assert told("2026-09-28 10:00", "2026-09-28 15:00", held) == [
        ("28 10:00", "running", ""),
        ("28 11:00", "held", "vendor"),
        ("28 12:00", "off", ""),
        ("28 13:30", "held", "vendor"),
        ("28 14:00", "running", ""),
    ]


@pytest.mark.requirement("SLA-03")
def test_a_holiday_is_told_by_its_name_and_a_make_up_saturday_runs():
    assert told("2026-09-30 17:00", "2026-10-03 09:00") == [
        ("30 17:00", "running", ""),
        ("30 18:00", "off", "国庆节"),
    ]
    assert [doing for _, doing, _ in told("2026-10-10 09:00", "2026-10-10 12:00")] == ["running"]


def test_two_holds_that_overlap_are_told_once_each_moment():
    first = Stop(at("2026-09-28 09:00"), at("2026-09-28 10:00"), "person")
    second = Stop(at("2026-09-28 09:30"), at("2026-09-28 11:00"), "vendor")

    assert told("2026-09-28 09:00", "2026-09-28 12:00", second, first) == [
        ("28 09:00", "held", "person"),
        ("28 10:00", "held", "vendor"),
        ("28 11:00", "running", ""),
    ]


def test_what_stands_still_now_is_told_up_to_now():
    assert told("2026-09-28 09:00", "2026-09-28 10:00", Stop(at("2026-09-28 09:10"), None, "date"))[-1] == (
        "28 09:10",
        "held",
        "date",
    )


@given(
    st.integers(0, 6000),
    st.integers(0, 3000),
    st.lists(st.tuples(st.integers(0, 8000), st.integers(0, 900)), max_size=4),
)
def test_the_stretches_leave_no_gap_and_what_ran_is_what_was_allowed(begins, allowed, waits):
    start = at("2026-09-28 00:00") + begins * MINUTE
    stops = [
        Stop(
            at("2026-09-28 00:00") + since * MINUTE,
            at("2026-09-28 00:00") + (since + lasts) * MINUTE,
            "vendor",
        )
        for since, lasts in waits
    ]
    holds = [(stop.since, stop.until) for stop in stops]
    end = due(OFFICE, start, allowed * MINUTE, holds)
    assert end is not None

    found = segments(OFFICE, start, end, stops)

    assert running(found) == allowed * MINUTE == elapsed(OFFICE, start, end, holds)
    edges = [start, *(one.end for one in found)]
    assert [one.start for one in found] == edges[:-1]
    assert not found or edges[-1] == end
    assert all(one.doing in Doing for one in found)
