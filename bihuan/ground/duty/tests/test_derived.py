"""Changes of single days, swaps and leave: derived, and never written into the turns."""

from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.ground.calendars.models import Calendar
from bihuan.ground.duty.models import (
    Absence,
    DayChange,
    LeaveRequest,
    Rota,
    ShiftNote,
    Swap,
    stints_between,
    turns_at,
)
from bihuan.ground.duty.models.leave import AlreadyDecided, LeaveOverlaps
from bihuan.ground.duty.models.swap import SwapImpossible
from bihuan.ground.duty.rota import Kind, Stint, gaps
from bihuan.ground.duty.tests.cast import EVERY_DAY, office, turn, who_is_on
from bihuan.ground.people.tests.cast import at, person, stamp, team

pytestmark = pytest.mark.requirement("DIS-04")
MONDAY, TUESDAY = date(2026, 9, 28), date(2026, 9, 29)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def change(name: str, on: date = MONDAY, hours: str = "", kind: str = "shift") -> DayChange:
    begins, _, ends = hours.partition("-")
    times = {"begins_at": begins or None, "ends_at": ends or None}
    calendar: Calendar = office()
    return DayChange.objects.create(
        team=team("desk"), person=person(name), on=on, kind=kind, calendar=calendar, **times
    )


def swap(
    giver: str, taker: str, on: date = MONDAY, back: date | None = None, kind: Kind = Kind.SHIFT
) -> Swap:
    return Swap.ask(team("desk"), person(taker), kind, on, stamp("08:00", by=giver), returns_on=back)


@pytest.mark.django_db
def test_a_changed_day_takes_the_place_of_the_weekly_turn_and_of_no_other_day():
    turn("陈", hours="08:00-16:00")
    change("陈", hours="12:00-20:00")

    assert [who_is_on(moment) for moment in ("10:00", "19:00", "2026-09-29 10:00")] == [[], ["陈"], ["陈"]]


@pytest.mark.django_db
def test_a_day_off_ends_with_the_day_and_leaves_the_night_on_call():
    turn("陈"), turn("陈", "on_call", hours="19:00-08:00")
    change("陈")

    seen = [who_is_on(moment) for moment in ("10:00", "20:00", "2026-09-29 07:00", "2026-09-29 10:00")]

    assert seen == [[], ["(陈)"], ["(陈)"], ["陈"]]


@pytest.mark.django_db
def test_somebody_may_come_on_a_day_without_a_weekly_turn():
    change("陈", on=date(2026, 10, 1), hours="09:00-12:00")  # a holiday

    assert who_is_on("2026-10-01 10:00") == ["陈"]


@pytest.mark.django_db
def test_a_swap_counts_only_once_the_other_has_agreed_and_no_longer_when_it_is_set_aside():
    turn("陈", hours="08:00-16:00"), turn("王", hours="12:00-20:00")
    asked = swap("陈", "王")

    assert who_is_on("10:00") == ["陈"]
    asked.agree(stamp("08:10", by="王"))
    assert who_is_on("10:00") == ["王"]
    assert who_is_on("2026-09-29 10:00") == ["陈"]
    asked.withdraw(stamp("08:20", by="周"))
    assert who_is_on("10:00") == ["陈"]


@pytest.mark.django_db
def test_both_give_and_take_where_a_day_is_given_in_return_even_the_same_day():
    turn("陈", hours="08:00-12:00"), turn("王", hours="14:00-18:00")
    swap("陈", "王", back=MONDAY).agree(stamp("08:10", by="王"))
    swap("陈", "王", on=TUESDAY, back=date(2026, 9, 30)).agree(stamp("08:11", by="王"))

    assert [who_is_on(moment) for moment in ("10:00", "15:00")] == [["王"], ["陈"]]
    assert sorted(who_is_on("2026-09-29 10:00") + who_is_on("2026-09-29 15:00")) == ["王", "王"]
    assert who_is_on("2026-09-30 15:00") == ["陈"]


@pytest.mark.django_db
def test_a_turn_that_was_taken_can_be_given_on():
    turn("陈")
    swap("陈", "王").agree(stamp("08:10", by="王"))
    swap("王", "周").agree(stamp("08:20", by="周"))

    assert who_is_on("10:00") == ["周"]


@pytest.mark.django_db
def test_a_night_that_was_swapped_runs_on_into_the_morning():
    turn("陈", "on_call", hours="19:30-08:00")
    swap("陈", "王", kind=Kind.ON_CALL).agree(stamp("08:10", by="王"))

    assert [who_is_on(moment) for moment in ("20:00", "2026-09-29 07:59", "2026-09-29 20:00")] == [
        ["(王)"],
        ["(王)"],
        ["(陈)"],
    ]


@pytest.mark.django_db
def test_who_took_a_turn_and_is_away_is_not_there():
    turn("陈")
    swap("陈", "王").agree(stamp("08:10", by="王"))
    Absence.objects.create(person=person("王"), since=at("09:00"), until=at("12:00"))

    assert [who_is_on(moment) for moment in ("10:00", "13:00")] == [[], ["王"]]


@pytest.mark.django_db
def test_a_turn_is_given_away_once_and_answered_once():
    turn("陈")
    asked = swap("陈", "王")

    with pytest.raises(SwapImpossible):
        swap("陈", "周")
    asked.decline(stamp("08:10", by="王"))
    with pytest.raises(AlreadyDecided):
        asked.agree(stamp("08:11", by="王"))
    swap("陈", "周").agree(stamp("08:12", by="周"))

    assert who_is_on("10:00") == ["周"]


@pytest.mark.django_db
def test_the_database_takes_no_swap_with_oneself_and_no_turn_given_twice():
    with pytest.raises(IntegrityError, match="swap_is_between_two"), transaction.atomic():
        swap("陈", "陈")
    first = swap("陈", "王")
    first.pk, first._state.adding = None, True
    with pytest.raises(IntegrityError, match="given_away_once"), transaction.atomic():
        first.save()


@pytest.mark.django_db
def test_leave_that_was_granted_is_an_absence_and_does_not_overlap_another():
    turn("陈")
    asked = LeaveRequest.ask(at("09:00"), at("18:00"), "年假", stamp("08:00"))

    with pytest.raises(LeaveOverlaps):
        LeaveRequest.ask(at("17:00"), at("19:00"), "", stamp("08:01"))
    assert who_is_on("10:00") == ["陈"]
    asked.decide(is_granted=True, stamp=stamp("08:10", by="王"))

    assert who_is_on("10:00") == []
    with pytest.raises(AlreadyDecided):
        asked.decide(is_granted=False, stamp=stamp("08:11", by="王"))
    with pytest.raises(LeaveOverlaps):
        Absence.note(person("陈"), at("10:00"), at("11:00"))


@pytest.mark.django_db
def test_the_database_takes_no_rota_that_ends_before_it_begins_nor_half_an_hour_of_a_change():
    with pytest.raises(IntegrityError, match="rota_ends_after"), transaction.atomic():
        turn("陈", begins_on="2026-09-28", ends_on="2026-09-27")
    with pytest.raises(IntegrityError, match="both_hours_or_none"), transaction.atomic():
        DayChange.objects.create(
            team=team("desk"), person=person("陈"), on=MONDAY, calendar=office(), begins_at="09:00"
        )
    with pytest.raises(IntegrityError, match="says_something"), transaction.atomic():
        ShiftNote.objects.create(team=team("desk"), by=person("陈"), text="", at=at("09:00"))


@pytest.mark.django_db
def test_a_turn_tells_until_when_it_is():
    turn("陈", hours="09:00-18:00")

    assert turns_at(team("desk"), at("10:00"))[person("陈").pk].ends == at("18:00")


@pytest.mark.django_db
def test_the_weekly_turns_stay_as_they_were_written():
    turn("陈", weekdays=EVERY_DAY)
    before = list(Rota.objects.values())
    change("陈"), swap("陈", "王", on=TUESDAY).agree(stamp("08:10", by="王"))

    assert [one.person for one in stints_between(team("desk"), MONDAY, TUESDAY)] == [person("王").pk]
    assert list(Rota.objects.values()) == before


def hour(n: int) -> datetime:
    return datetime.combine(MONDAY, time(n), SHANGHAI)


def stint(begins: int, ends: int, who: int = 1) -> Stint:
    return Stint(who, Kind.SHIFT, MONDAY, hour(begins), hour(ends))


@pytest.mark.parametrize(
    ("there", "away", "open_", "why"),
    [
        ([], {}, [(8, 20)], "nobody at all"),
        ([(8, 20)], {}, [], "somebody all day"),
        ([(9, 12), (13, 20)], {}, [(8, 9), (12, 13)], "between two turns"),
        ([(8, 14), (12, 20)], {}, [], "two that overlap"),
        ([(6, 9), (19, 22)], {}, [(9, 19)], "what sticks out does not count"),
        ([(8, 20)], {1: [(10, 12)]}, [(10, 12)], "leave"),
    ],
)
def test_gaps_are_the_hours_in_which_nobody_is_there(there, away, open_, why):
    spans = {who: [(hour(since), hour(until)) for since, until in times] for who, times in away.items()}

    found = gaps(hour(8), hour(20), [stint(*one) for one in there], spans)

    assert found == [(hour(since), hour(until)) for since, until in open_], why


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # however slow the machine is
@given(st.lists(st.tuples(st.integers(0, 22), st.integers(1, 23)).filter(lambda one: one[0] < one[1])))
def test_gaps_are_what_a_count_hour_by_hour_finds(there):
    found = gaps(hour(0), hour(23), [stint(*one) for one in there], {})

    empty = {n for n in range(23) if not any(since <= n < until for since, until in there)}
    assert {n for n in range(23) if any(since <= hour(n) < until for since, until in found)} == empty
    assert all(one[1] < other[0] for one, other in pairwise(found))
