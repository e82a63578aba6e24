from __future__ import annotations

import json

import pytest

from bihuan.ground.calendars.tests.cast import DAY_SHIFT, WORKING_WEEK
from bihuan.ground.calendars.vectors import Unreadable, read_calendar, read_shifts, read_week, run

pytestmark = pytest.mark.requirement("SLA-03")

OFFICE = {
    "zone": "Asia/Shanghai",
    "week": dict.fromkeys(WORKING_WEEK, DAY_SHIFT),
    "off": ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"],
    "work": {"2026-10-10": [["09:00", "18:00"]]},
}
QUESTION = {"calendar": OFFICE, "start": "2026-09-30T17:30:00+08:00", "minutes": 90}


def answers(verb, *questions):
    return [json.loads(answer) for answer in run(verb, [json.dumps(question) for question in questions])]


def test_a_due_time_is_answered_in_the_zone_of_the_calendar():
    in_berlin = {**QUESTION, "start": "2026-09-30T11:30:00+02:00"}

    assert answers("due", QUESTION, in_berlin) == [{"due": "2026-10-08T10:00:00+08:00"}] * 2


@pytest.mark.requirement("SLA-04")
def test_a_hold_moves_the_due_time_and_one_that_runs_leaves_it_open():
    held = {**QUESTION, "holds": [["2026-10-08T09:30:00+08:00", "2026-10-08T10:30:00+08:00"]]}
    waiting = {**QUESTION, "holds": [["2026-10-08T09:30:00+08:00", None]]}

    assert answers("due", held, waiting) == [{"due": "2026-10-08T11:00:00+08:00"}, {"due": None}]


@pytest.mark.parametrize(
    ("end", "minutes"),
    [
        ("2026-09-30T18:00:00+08:00", 30),
        ("2026-09-30T17:30:45+08:00", 0.75),
        ("2026-10-08T09:30:00+08:00", 60),
        ("2026-09-30T17:00:00+08:00", 0),
    ],
)
def test_elapsed_time_is_answered_in_minutes(end, minutes):
    assert answers("elapsed", {**QUESTION, "end": end}) == [{"minutes": minutes}]


def test_the_latest_start_is_answered_for_a_time_that_has_to_be_met():
    question = {"calendar": OFFICE, "end": "2026-10-08T10:00:00+08:00", "minutes": 90}

    assert answers("latest", question) == [{"start": "2026-09-30T17:30:00+08:00"}]


def test_whether_a_moment_is_open_is_answered():
    moments = ("2026-09-30T17:59:00+08:00", "2026-09-30T18:00:00+08:00", "2026-10-10T10:00:00+08:00")

    found = answers("open", *({"calendar": OFFICE, "at": moment} for moment in moments))
    assert [answer["open"] for answer in found] == [True, False, True]


def test_working_days_are_counted_and_added():
    day = {"calendar": OFFICE, "first": "2026-09-30", "last": "2026-10-10"}
    later = {"calendar": OFFICE, "start": "2026-09-30T17:30:00+08:00", "days": 2}

    assert answers("workdays", day) == [{"days": 4}]
    assert answers("shift", later, later | {"days": -1}) == [
        {"due": "2026-10-09T17:30:00+08:00"},
        {"due": "2026-09-29T17:30:00+08:00"},
    ]


def test_days_that_are_no_number_are_refused():
    (answer,) = answers("shift", {"calendar": OFFICE, "start": "2026-09-30T17:30:00+08:00", "days": "two"})

    assert answer == {"error": "days: 'two' is not a whole number"}


def test_parts_of_a_minute_can_be_asked_for():
    assert answers("due", {**QUESTION, "minutes": 0.25}) == [{"due": "2026-09-30T17:30:15+08:00"}]


def test_a_line_that_cannot_be_read_says_why_and_the_others_go_on():
    lines = run("due", ["{", json.dumps(QUESTION), "", "[]"])

    first, second, third = map(json.loads, lines)

    assert first["error"].startswith("the line is not JSON")
    assert second == {"due": "2026-10-08T10:00:00+08:00"}
    assert third == {"error": "the line: an object is needed, not []"}
    assert lines.exit_status == 1


def test_the_exit_status_is_zero_when_all_lines_were_answered():
    lines = run("due", [json.dumps(QUESTION)])

    assert len(list(lines)) == 1
    assert lines.exit_status == 0


def test_lines_are_answered_one_by_one_as_they_come():
    asked = []

    def typing():
        for minutes in (1, 2):
            asked.append(minutes)
            yield json.dumps({**QUESTION, "minutes": minutes})

    first = next(iter(run("due", typing())))

    assert json.loads(first) == {"due": "2026-09-30T17:31:00+08:00"}
    assert asked == [1]


def test_a_verb_that_does_not_exist_is_refused():
    with pytest.raises(Unreadable, match="'overdue' is none of due, elapsed"):
        run("overdue", [])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"start": None}, "start: None is not a moment such as 2026-09-28T09:00:00+08:00"),
        ({"start": "2026-09-30T17:30:00"}, "start: '2026-09-30T17:30:00' has no offset such as +08:00 or Z"),
        (
            {"start": "9999-12-31T23:59:59Z"},
            "9999-12-31T23:59:59+00:00 is not between the years 1000 and 9000",
        ),
        ({"start": "0001-01-01T00:00:00+14:00"}, "not between the years"),
        ({"minutes": "90"}, "minutes: '90' is not a number from 0 on"),
        ({"minutes": True}, "minutes: True is not a number from 0 on"),
        ({"minutes": -1}, "minutes: -1 is not a number from 0 on"),
        ({"minutes": float("nan")}, "minutes: nan is not a number from 0 on"),
        ({"minutes": float("inf")}, "minutes: that is more than can be reckoned"),
        ({"minutes": 10**30}, "minutes: that is more than can be reckoned"),
        ({"minutes": 10**9}, "longer than 36525 days"),
        ({"holds": "no"}, "holds: a list is needed, not 'no'"),
        ({"holds": [["2026-10-08T09:30:00+08:00"]]}, "is not a pair of from and to"),
        ({"holds": [[None, None]]}, "holds: None is not a moment"),
        ({"holds": [["2026-10-08T09:00:00Z", "2026-10-07T09:00:00Z"]]}, "a hold ends before it begins"),
        ({"calendar": None}, "calendar: an object with a zone and a week is needed"),
        ({"calendar": {"zone": "UTC", "week": {}}}, "the calendar is never open"),
        (
            {"calendar": {**OFFICE, "holiday": []}},
            "calendar: holiday is none of breaks, off, week, work, zone",
        ),
        ({"calendar": {**OFFICE, "zone": "Asia/Nowhere"}}, "zone: 'Asia/Nowhere' is not a time zone"),
        ({"calendar": {**OFFICE, "zone": "../../etc/passwd"}}, "is not a time zone"),
        ({"calendar": {**OFFICE, "zone": "Asia"}}, "is not a time zone"),
        ({"calendar": {**OFFICE, "zone": None}}, "zone: None is not a time zone"),
        ({"calendar": {"zone": "UTC"}}, "week: an object is needed, not None"),
        ({"calendar": {**OFFICE, "week": {"monday": []}}}, "week: monday is none of mon, tue"),
        (
            {"calendar": {**OFFICE, "week": {"mon": [["9 Uhr", "12:00"]]}}},
            "week.mon: '9 Uhr' is not a time such as",
        ),
        ({"calendar": {**OFFICE, "week": {"mon": [["09:00", "12:60"]]}}}, "week.mon: '12:60' is not a time"),
        (
            {"calendar": {**OFFICE, "week": {"mon": ["09:00"]}}},
            "week.mon: '09:00' is not a pair of from and to",
        ),
        (
            {"calendar": {**OFFICE, "week": {"mon": [["09:00", "49:00"]]}}},
            "week.mon: a shift from 9:00:00 to",
        ),
        (
            {"calendar": {**OFFICE, "off": ["2026-02-29"]}},
            "off: '2026-02-29' is not a date such as 2026-10-01",
        ),
        ({"calendar": {**OFFICE, "work": []}}, "work: an object is needed, not []"),
        (
            {"calendar": {**OFFICE, "work": {"2026-10-10": None}}},
            "work.2026-10-10: a list is needed, not None",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words(wrong, words):
    (answer,) = answers("due", {**QUESTION, **wrong})

    assert words in answer["error"]


def test_a_line_nested_without_end_is_refused():
    (answer,) = run("due", ["[" * 100_000])

    assert "nested too deeply" in answer


@pytest.mark.parametrize(
    ("written", "opens", "closes"),
    [
        (["00:00", "24:00"], 0, 24),
        (["22:00", "06:00"], 22, 30),
        (["22:00", "30:00"], 22, 30),
        (["09:00", "09:00"], 9, 33),
        (["27:00", "30:00"], 27, 30),
        (["9:00", "09:00:36"], 9, 9.01),
    ],
)
def test_hours_are_read_as_they_are_written(written, opens, closes):
    (shift,) = read_shifts([written])

    assert (shift.opens.total_seconds() / 3600, shift.closes.total_seconds() / 3600) == (opens, closes)


def test_a_day_left_out_of_the_week_is_closed():
    week = read_week({"mon": [["09:00", "12:00"]]})

    assert [len(week[day]) for day in range(7)] == [1, 0, 0, 0, 0, 0, 0]


def test_the_same_words_are_the_same_calendar():
    assert read_calendar({**OFFICE}) is read_calendar(dict(reversed(OFFICE.items())))
