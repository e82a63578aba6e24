from __future__ import annotations

from datetime import timedelta

import pytest

from bihuan.ground.calendars.tests.cast import (
    ONE_HOUR,
    at,
    office,
    span,
)
from bihuan.ground.calendars.worktime import (
    due,
    elapsed,
    open_spans,
    without,
)

pytestmark = pytest.mark.requirement("SLA-04")


def test_a_hold_moves_the_due_time_by_its_length():
    holds = [span("2026-09-28 10:00", "2026-09-28 10:45")]

    moment = due(office(), at("2026-09-28 09:00"), 2 * ONE_HOUR, holds)

    assert moment == at("2026-09-28 11:45")


def test_a_hold_over_a_weekend_takes_only_its_open_hours():
    holds = [span("2026-10-16 17:00", "2026-10-19 10:00")]  # Friday to Monday

    moment = due(office(), at("2026-10-16 16:00"), 2 * ONE_HOUR, holds)

    assert moment == at("2026-10-19 11:00")


def test_a_hold_begun_outside_hours_counts_from_the_opening():
    holds = [span("2026-09-28 20:00", "2026-09-29 10:00")]

    moment = due(office(), at("2026-09-28 17:00"), 2 * ONE_HOUR, holds)

    assert moment == at("2026-09-29 11:00")


def test_a_hold_outside_hours_changes_nothing():
    holds = [span("2026-09-28 19:00", "2026-09-29 08:00")]

    moment = due(office(), at("2026-09-28 17:00"), 2 * ONE_HOUR, holds)

    assert moment == at("2026-09-29 10:00")


def test_two_holds_that_overlap_count_once():
    holds = [span("2026-09-28 10:30", "2026-09-28 11:30"), span("2026-09-28 10:00", "2026-09-28 11:00")]

    moment = due(office(), at("2026-09-28 09:00"), 2 * ONE_HOUR, holds)

    assert moment == at("2026-09-28 14:00")  # held from 10:00 to 11:30, then lunch


def test_a_hold_within_a_hold_adds_nothing():
    holds = [span("2026-09-28 10:00", "2026-09-28 11:30"), span("2026-09-28 10:15", "2026-09-28 10:45")]

    moment = due(office(), at("2026-09-28 09:00"), 2 * ONE_HOUR, holds)

    assert moment == at("2026-09-28 14:00")


def test_two_holds_that_touch_are_as_one():
    holds = [span("2026-09-28 10:00", "2026-09-28 10:30"), span("2026-09-28 10:30", "2026-09-28 11:00")]

    moment = due(office(), at("2026-09-28 09:00"), 2 * ONE_HOUR, holds)

    assert moment == at("2026-09-28 12:00")


def test_a_hold_begun_before_the_start_counts_from_the_start():
    holds = [span("2026-09-28 09:00", "2026-09-28 10:30")]

    moment = due(office(), at("2026-09-28 10:00"), ONE_HOUR, holds)

    assert moment == at("2026-09-28 11:30")


def test_a_hold_after_the_due_time_changes_nothing():
    holds = [span("2026-09-28 11:00", "2026-09-28 18:00")]

    moment = due(office(), at("2026-09-28 09:00"), 2 * ONE_HOUR, holds)

    assert moment == at("2026-09-28 11:00")


def test_nothing_is_due_at_once_while_held():
    holds = [span("2026-09-28 09:00", "2026-09-28 15:00")]

    moment = due(office(), at("2026-09-28 10:00"), timedelta(), holds)

    assert moment == at("2026-09-28 15:00")


def test_nothing_is_due_while_a_hold_runs_that_has_no_end():
    holds = [(at("2026-09-28 10:00"), None)]

    moment = due(office(), at("2026-09-28 09:00"), 2 * ONE_HOUR, holds)

    assert moment is None


@pytest.mark.requirement("SLA-08")
def test_a_hold_without_an_end_does_not_undo_what_was_due_before():
    holds = [(at("2026-09-28 11:30"), None)]

    moment = due(office(), at("2026-09-28 09:00"), 2 * ONE_HOUR, holds)

    assert moment == at("2026-09-28 11:00")


def test_time_on_hold_is_not_elapsed():
    holds = [(at("2026-09-28 16:00"), None), (at("2026-09-28 10:00"), at("2026-09-28 14:00"))]

    worked = elapsed(office(), at("2026-09-28 09:00"), at("2026-09-28 18:00"), holds)

    assert worked == 3 * ONE_HOUR


def test_a_hold_that_ends_before_it_begins_is_refused():
    holds = [(at("2026-09-28 11:00"), at("2026-09-28 10:00"))]

    with pytest.raises(ValueError, match="ends before it begins"):
        due(office(), at("2026-09-28 09:00"), ONE_HOUR, holds)


def test_the_spans_that_are_left_between_holds_can_be_shown():
    day = span("2026-09-28 00:00", "2026-09-29 00:00")
    holds = [span("2026-09-28 11:00", "2026-09-28 14:00")]

    running = without(open_spans(office(), *day), holds)

    assert list(running) == [
        span("2026-09-28 09:00", "2026-09-28 11:00"),
        span("2026-09-28 14:00", "2026-09-28 18:00"),
    ]
