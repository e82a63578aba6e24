from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.flow.sla.clockwork import Standing, reckon, standing
from bihuan.ground.calendars.tests.cast import at, office
from bihuan.ground.calendars.worktime import NeverOpen, elapsed

OFFICE = office(work={"2026-10-10": [["09:00", "12:00"], ["13:30", "18:00"]]}, off=["2026-10-01"])
MINUTES = timedelta(minutes=1)


@pytest.mark.requirement("SLA-03")
@pytest.mark.parametrize(
    ("start", "minutes", "warn", "due_at", "warn_at", "why"),
    [
        ("2026-09-28 09:00", 60, 20, "2026-09-28 10:00", "2026-09-28 09:40", "within the morning"),
        ("2026-09-28 11:30", 60, 20, "2026-09-28 14:00", "2026-09-28 13:40", "over lunch"),
        ("2026-09-28 17:50", 60, 55, "2026-09-29 09:50", "2026-09-28 17:55", "warned the evening before"),
        ("2026-09-30 17:30", 60, 20, "2026-10-02 09:30", "2026-10-02 09:10", "over a holiday"),
        ("2026-10-09 17:30", 60, 20, "2026-10-10 09:30", "2026-10-10 09:10", "into a make-up Saturday"),
        ("2026-10-10 17:30", 60, 20, "2026-10-12 09:30", "2026-10-12 09:10", "and from it over the Sunday"),
        (
            "2026-09-28 20:00",
            0,
            0,
            "2026-09-29 09:00",
            "2026-09-29 09:00",
            "no allowance is due at the opening",
        ),
        (
            "2026-09-28 09:00",
            0,
            30,
            "2026-09-28 09:00",
            "2026-09-28 09:00",
            "no allowance within hours is due at once",
        ),
        (
            "2026-09-28 09:00",
            20,
            60,
            "2026-09-28 09:20",
            "2026-09-28 09:00",
            "a warning longer than the promise",
        ),
    ],
)
def test_a_promise_and_its_warning_are_counted_in_working_time(start, minutes, warn, due_at, warn_at, why):
    reckoned = reckon(start=at(start), allowed=minutes * MINUTES, warn_before=warn * MINUTES, calendar=OFFICE)

    assert (reckoned.due_at, reckoned.warn_at) == (at(due_at), at(warn_at)), why


@pytest.mark.requirement("SLA-04")
def test_while_it_is_held_a_promise_has_neither_a_due_time_nor_a_warning():
    start = at("2026-09-28 09:00")

    reckoned = reckon(
        start=start, allowed=60 * MINUTES, warn_before=20 * MINUTES, calendar=OFFICE, holds=[(start, None)]
    )

    assert (reckoned.due_at, reckoned.warn_at) == (None, None)


@pytest.mark.requirement("SLA-08")
def test_a_hold_after_it_ran_out_does_not_call_it_back():
    holds = [(at("2026-09-28 10:30"), None)]

    reckoned = reckon(
        start=at("2026-09-28 09:00"),
        allowed=60 * MINUTES,
        warn_before=20 * MINUTES,
        calendar=OFFICE,
        holds=holds,
    )

    assert reckoned.due_at == at("2026-09-28 10:00")


def test_a_calendar_that_never_opens_is_refused():
    with pytest.raises(NeverOpen):
        reckon(
            start=at("2026-09-28 09:00"), allowed=60 * MINUTES, warn_before=MINUTES, calendar=office(hours=[])
        )


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 20_000), st.integers(0, 5000))
def test_the_warning_never_comes_after_and_the_time_between_is_what_was_asked_for(
    allowed, warn, begins, lasts
):
    start = at("2026-09-28 09:00")
    hold = (start + begins * MINUTES, start + (begins + lasts) * MINUTES)

    reckoned = reckon(
        start=start, allowed=allowed * MINUTES, warn_before=warn * MINUTES, calendar=OFFICE, holds=[hold]
    )

    assert reckoned.due_at is not None
    assert reckoned.warn_at is not None
    assert reckoned.warn_at <= reckoned.due_at
    assert elapsed(OFFICE, start, reckoned.due_at, [hold]) == allowed * MINUTES
    assert elapsed(OFFICE, reckoned.warn_at, reckoned.due_at, [hold]) == min(allowed, warn) * MINUTES


def moment(minute: int | None) -> datetime | None:
    return None if minute is None else datetime(2026, 9, 28, 2, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due_at", "warn_at", "settled_at", "stands"),
    [
        (0, 30, 20, None, Standing.FINE),
        (19, 30, 20, None, Standing.FINE),
        (20, 30, 20, None, Standing.AT_RISK),
        (30, 30, 20, None, Standing.AT_RISK),
        (31, 30, 20, None, Standing.MISSED),
        (31, None, None, None, Standing.HELD),
        (59, 30, 20, 30, Standing.MET),
        (59, 30, 20, 31, Standing.MISSED),
        (0, 30, 20, 10, Standing.MET),
        (59, None, None, 10, Standing.MET),
    ],
)
def test_how_a_promise_stands(now, due_at, warn_at, settled_at, stands):
    told = {"due_at": moment(due_at), "warn_at": moment(warn_at), "settled_at": moment(settled_at)}

    assert standing(now=moment(now), **told) == stands
