from datetime import UTC

import pytest
from django.db import IntegrityError, transaction

from bihuan.ground.calendars.models import CalendarDay
from bihuan.ground.duty.models import Absence, Rota, on_duty
from bihuan.ground.duty.tests.cast import EVERY_DAY, office, turn, who_is_on
from bihuan.ground.people.tests.cast import at, person, team

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-04")]


@pytest.mark.parametrize(
    ("moment", "is_on", "why"),
    [
        ("08:59", False, "not yet"),
        ("09:00", True, "from the first minute"),
        ("12:30", True, "a shift has no lunch break: somebody is there"),
        ("17:59", True, "to the last"),
        ("18:00", False, "and no longer"),
        ("2026-10-03 10:00", False, "a Saturday"),
        ("2026-10-01 10:00", False, "a holiday"),
        ("2026-10-10 10:00", True, "a make-up Saturday is worked by those who work on Fridays"),
        ("2026-10-11 10:00", False, "the Sunday after it"),
    ],
)
def test_a_shift_follows_the_working_days_of_its_calendar(moment, is_on, why):
    turn("陈")

    assert who_is_on(moment) == (["陈"] if is_on else []), why


def test_a_make_up_saturday_is_not_worked_by_those_who_never_work_on_fridays():
    turn("陈", weekdays=[0, 1])
    turn("王", weekdays=[4])

    assert who_is_on("2026-10-10 10:00") == ["王"]


def test_whoever_is_on_call_is_so_on_holidays_too_and_on_no_make_up_day_by_itself():
    turn("陈", "on_call", weekdays=[3])

    assert who_is_on("2026-10-01 10:00") == ["(陈)"]
    assert who_is_on("2026-10-10 10:00") == []


@pytest.mark.parametrize(
    ("moment", "is_on", "why"),
    [
        ("2026-09-28 21:59", False, "before it begins"),
        ("2026-09-28 22:00", True, "Monday night"),
        ("2026-09-29 05:59", True, "the same night, on Tuesday"),
        ("2026-09-29 06:00", False, "it is over"),
        ("2026-10-01 03:00", True, "Wednesday's night runs into the holiday"),
        ("2026-10-01 23:00", False, "the holiday's own night does not begin"),
        ("2026-10-02 03:00", False, "nor does it run on"),
        ("2026-10-03 03:00", True, "Friday's night runs into Saturday"),
        ("2026-10-03 23:00", False, "Saturday has none"),
    ],
)
def test_a_turn_past_midnight_belongs_to_the_day_on_which_it_began(moment, is_on, why):
    turn("陈", hours="22:00-06:00")

    assert who_is_on(moment) == (["陈"] if is_on else []), why


def test_a_turn_that_ends_when_it_begins_lasts_a_day():
    turn("陈", "on_call", hours="08:00-08:00", weekdays=[5])

    seen = [
        who_is_on(moment)
        for moment in ("2026-10-03 07:59", "2026-10-03 08:00", "2026-10-04 07:59", "2026-10-04 08:00")
    ]

    assert seen == [[], ["(陈)"], ["(陈)"], []]


def test_whoever_is_away_is_not_on_duty_whatever_the_rota_says():
    turn("陈"), turn("王")
    Absence.objects.create(person=person("陈"), since=at("10:00"), until=at("12:00"))

    assert [who_is_on(moment) for moment in ("09:59", "10:00", "11:59", "12:00")] == [
        ["陈", "王"],
        ["王"],
        ["王"],
        ["陈", "王"],
    ]


def test_shifts_come_before_on_call_and_whoever_has_both_is_named_once():
    turn("王", "on_call", hours="00:00-00:00", weekdays=EVERY_DAY)
    turn("陈", "on_call", hours="00:00-00:00", weekdays=EVERY_DAY)
    turn("陈")

    assert who_is_on("10:00") == ["陈", "(王)"]
    assert sorted(who_is_on("20:00")) == ["(王)", "(陈)"]


def test_one_team_is_not_another_and_who_left_is_not_on_duty():
    turn("陈"), turn("王", code="desktop")
    left = turn("林").person
    left.is_active = False
    left.save()

    assert who_is_on("10:00") == ["陈"]


@pytest.mark.parametrize("zone", ["local", "UTC"])
def test_a_rota_begins_and_ends_by_the_calendar_on_the_wall_whatever_the_zone_of_the_question(zone):
    turn("陈", hours="07:00-15:00", begins_on="2026-09-29", ends_on="2026-09-29")
    moments = [
        at(text) for text in ("2026-09-28 07:30", "2026-09-29 07:30", "2026-09-29 14:00", "2026-09-30 07:30")
    ]

    seen = [who_is_on(moment.astimezone(UTC) if zone == "UTC" else moment) for moment in moments]

    assert seen == [[], ["陈"], ["陈"], []]


def test_the_last_night_of_a_rota_runs_on_into_the_morning():
    turn("陈", hours="22:00-06:00", begins_on="2026-09-28", ends_on="2026-09-28")

    assert [who_is_on(moment) for moment in ("03:00", "23:00", "2026-09-29 03:00", "2026-09-29 23:00")] == [
        [],
        ["陈"],
        ["陈"],
        [],
    ]


def test_a_turn_is_read_on_the_wall_of_its_calendars_zone():
    berlin = office("berlin")
    berlin.zone = "Europe/Berlin"
    berlin.save()
    berlin.changed()
    turn("陈", calendar=berlin)

    assert who_is_on("14:59") == []
    assert who_is_on("15:00") == ["陈"]  # 09:00 in Berlin, in summer


def test_a_day_that_the_company_closed_takes_the_shifts_with_it():
    turn("陈")
    CalendarDay.objects.create(calendar=office(), on="2026-09-28")
    office().changed()

    assert who_is_on("10:00") == []


def test_two_absences_of_one_person_do_not_overlap_and_those_of_two_may():
    Absence.objects.create(person=person("陈"), since=at("10:00"), until=at("12:00"))
    Absence.objects.create(person=person("王"), since=at("11:00"), until=at("13:00"))
    Absence.objects.create(person=person("陈"), since=at("12:00"), until=at("13:00"))

    with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
        Absence.objects.create(person=person("陈"), since=at("11:59"), until=at("12:01"))
    with pytest.raises(IntegrityError, match="ends_after_it_began"), transaction.atomic():
        Absence.objects.create(person=person("陈"), since=at("15:00"), until=at("15:00"))


def test_a_week_has_seven_days():
    with pytest.raises(IntegrityError, match="rota_weekdays"):
        turn("陈", weekdays=[7])


def test_who_is_on_duty_is_known_by_two_queries_however_many_there_are(django_assert_num_queries):
    for n in range(12):
        turn(f"坐席{n}")
    on_duty(team("desk"), at("10:00"))
    desk = team("desk")

    with django_assert_num_queries(2):
        on_duty(desk, at("10:00"))

    assert len(who_is_on("10:00")) == Rota.objects.count() == 12
