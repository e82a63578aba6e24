"""A replay of what came: nothing is lost, nothing is chance, and queues are as long as the theory says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate, pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bihuan.flow.dispatch.arrivals import Arrival, Habits, Handled, Worker
from bihuan.flow.dispatch.attendance import Stretch, stretches
from bihuan.flow.dispatch.comparing import (
    earlier_and_later,
    mean,
    sum_up,
    waits_of,
)
from bihuan.flow.dispatch.durations import USUAL, Durations, Stay, glances
from bihuan.flow.dispatch.simulation import replay
from bihuan.ground.calendars.worktime import Shift, WorkCalendar
from bihuan.ground.duty.rota import Kind, Turn

SHANGHAI = ZoneInfo("Asia/Shanghai")
START, END = datetime(2026, 9, 1, tzinfo=UTC), datetime(2036, 9, 1, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
ALWAYS = WorkCalendar(SHANGHAI, dict.fromkeys(range(7), (Shift(timedelta(), timedelta(days=1)),)))
OFFICE = WorkCalendar(SHANGHAI, dict.fromkeys(range(5), (Shift(timedelta(hours=9), timedelta(hours=17)),)))


def at(text: str) -> datetime:
    """Return a time of Monday, 28 September 2026, in Shanghai; or of another day."""
    return datetime.fromisoformat(text if "-" in text else f"2026-09-28 {text}").replace(tzinfo=SHANGHAI)


def one(ticket: int, clock: str, minutes: float = 30, **more) -> Arrival:
    return Arrival(ticket, at(clock), minutes * A_MINUTE, **more)


def on(person: int, *spans: tuple[str, str], **more) -> Worker:
    """Return somebody on duty from … to …; without any, always."""
    duty = [Stretch(at(since), at(until)) for since, until in spans] or [Stretch(START, END)]
    return Worker(person, f"人{person}", duty, **more)


def taken(handled: list[Handled]) -> dict[int, tuple[int | None, str]]:
    """Return who took each ticket and when, on the wall clock."""
    return {
        done.arrival.ticket: (
            done.person,
            f"{done.taken_at.astimezone(SHANGHAI):%d %H:%M}" if done.taken_at else "",
        )
        for done in handled
    }


def stream(seed: int, tickets: int, between: float, minutes: Callable[[Random], float]) -> list[Arrival]:
    """Return arrivals as chance sends them, on average so many minutes apart."""
    rng = Random(seed)
    gaps = accumulate(rng.expovariate(1 / between) for _ in range(tickets))
    return [Arrival(nth, START + gap * A_MINUTE, minutes(rng) * A_MINUTE) for nth, gap in enumerate(gaps)]


@pytest.mark.requirement("DIS-05")
def test_each_arrival_is_handled_once_or_still_waits():
    arrivals = stream(1, 2000, 10, lambda rng: rng.expovariate(1 / 25))
    workers = [on(1, ("09:00", "17:00"), ("2026-09-29 09:00", "2026-09-29 17:00")), on(2, ("13:00", "21:00"))]

    handled = replay(arrivals, workers, at("2026-10-01 00:00"))

    assert sorted(done.arrival.ticket for done in handled) == list(range(2000))
    assert all((done.person is None) == (done.taken_at is None) for done in handled)
    assert all(done.taken_at for done in handled if done.solved_at)
    assert any(done.taken_at is None for done in handled)
    for who in (1, 2):
        own = sorted((d.taken_at, d.solved_at) for d in handled if d.person == who and d.solved_at)
        assert all(ends <= begins for (_, ends), (begins, _) in pairwise(own))


@pytest.mark.requirement("DIS-05")
def test_the_same_seed_tells_the_same_story():
    def story(seed: int) -> list[Handled]:
        arrivals = stream(seed, 500, 10, lambda rng: rng.expovariate(1 / 25))
        return replay(arrivals, [on(1), on(2), on(3)], END)

    assert story(7) == story(7)
    assert story(7) != story(8)


def test_a_replay_does_not_hang_on_the_order_in_which_it_is_told():
    arrivals = stream(3, 300, 10, lambda rng: 20)

    assert replay(arrivals[::-1], [on(1)], END) == replay(arrivals, [on(1)], END)


@pytest.mark.requirement("DIS-05")
@pytest.mark.parametrize("busy", [0.5, 0.8])
def test_chance_work_waits_as_long_as_the_theory_of_one_server_says(busy: float):
    """M/M/1: the mean time in the queue is ρ / (μ - λ); see Kleinrock, Queueing Systems I, 3.2."""
    arrivals = stream(11, 60_000, 10 / busy, lambda rng: rng.expovariate(1 / 10))

    waits = [done.taken_at - done.arrival.at for done in replay(arrivals, [on(1)], END)]

    assert mean(waits) / A_MINUTE == pytest.approx(10 * busy / (1 - busy), rel=0.08)


@pytest.mark.requirement("DIS-05")
def test_even_work_waits_half_as_long_as_chance_work():
    """M/D/1: ρ / (2 μ (1 - ρ)), by Pollaczek and Khinchine."""
    arrivals = stream(12, 60_000, 10 / 0.8, lambda rng: 10)

    waits = [done.taken_at - done.arrival.at for done in replay(arrivals, [on(1)], END)]

    assert mean(waits) / A_MINUTE == pytest.approx(20, rel=0.08)


@pytest.mark.requirement("DIS-05")
def test_more_people_never_wait_longer():
    arrivals = stream(5, 3000, 4, lambda rng: rng.expovariate(1 / 10))

    waits = [
        mean(waits_of(replay(arrivals, [on(who) for who in range(people)], END), ALWAYS))
        for people in (2, 3, 4, 5, 6)
    ]

    assert waits == sorted(waits, reverse=True)
    assert waits[0] > waits[-1]


def test_the_choice_is_the_desk_s_own():
    """On duty before on call, who masters it before who does not, then the lighter load."""
    expert, novice = on(1, levels={9: 3}), on(2)
    called = Worker(3, "人3", [Stretch(START, END, is_on_call=True)], levels={9: 3})

    story = replay(
        [one(1, "09:00", skills=frozenset({(9, 0)})), one(2, "09:05"), one(3, "09:06")],
        [novice, called, expert],
        END,
    )

    assert [who for who, _ in taken(story).values()] == [1, 2, 1]


def test_what_comes_at_night_waits_for_the_morning_and_what_is_due_first_goes_first():
    arrivals = [one(1, "02:00"), one(2, "03:00", resolve_by=at("10:00"))]

    story = replay(arrivals, [on(1, ("09:00", "17:00"))], END)

    assert taken(story) == {1: (1, "28 09:30"), 2: (1, "28 09:00")}


def test_work_is_laid_down_at_the_end_of_a_turn_and_taken_up_in_the_next():
    worker = on(1, ("09:00", "17:00"), ("2026-09-29 09:00", "2026-09-29 17:00"))

    (done,) = replay([one(1, "16:30", 60)], [worker], END)

    assert done.solved_at == at("2026-09-29 09:30")


def test_what_was_not_begun_goes_back_to_the_team_at_the_end_of_a_turn():
    early, late = on(1, ("09:00", "12:00")), on(2, ("12:00", "20:00"))

    story = replay([one(1, "11:00", 90), one(2, "11:05")], [early, late], END)

    assert taken(story) == {1: (1, "28 11:00"), 2: (2, "28 12:00")}


def test_what_waited_is_shared_by_all_who_come_at_one_moment():
    arrivals = [one(nth, "07:00", 60) for nth in range(1, 5)]

    story = replay(arrivals, [on(1, ("09:00", "17:00")), on(2, ("09:00", "17:00"))], END)

    assert sorted(taken(story).values()) == [
        (1, "28 09:00"),
        (1, "28 10:00"),
        (2, "28 09:00"),
        (2, "28 10:00"),
    ]


def test_who_has_as_many_as_the_limit_gets_no_more():
    arrivals = [one(nth, "09:00", 60) for nth in range(1, 4)]
    expert, novice = on(1, limit=1, levels={9: 3}), on(2, limit=1)

    story = replay(
        [Arrival(a.ticket, a.at, a.work, skills=frozenset({(9, 0)})) for a in arrivals], [expert, novice], END
    )

    assert taken(story) == {1: (1, "28 09:00"), 2: (2, "28 09:00"), 3: (1, "28 10:00")}


def test_nobody_on_duty_leaves_everything_waiting():
    story = replay([one(1, "09:00")], [], END)

    assert (story[0].person, story[0].taken_at) == (None, None)


@pytest.mark.parametrize(
    ("turn", "away", "expected"),
    [
        (Turn(Kind.SHIFT, (0, 1), time(9), time(17)), [], [("09:00", "17:00"), ("2026-09-29 09:00", "2026-09-29 17:00")]),
        (Turn(Kind.SHIFT, (0,), time(22), time(6)), [], [("22:00", "2026-09-29 06:00")]),
        (Turn(Kind.SHIFT, (0,), time(9), time(17)), [("12:00", "13:00")], [("09:00", "12:00"), ("13:00", "17:00")]),
        (Turn(Kind.SHIFT, (5, 6), time(9), time(17)), [], []),
    ],
)  # fmt: skip
def test_a_weekly_turn_becomes_stretches(turn, away, expected):
    gone = [(at(since), at(until)) for since, until in away]

    found = stretches([(turn, OFFICE)], at("00:00"), at("2026-09-30 00:00"), gone)

    assert [(one.since, one.until) for one in found] == [(at(since), at(until)) for since, until in expected]


def test_a_shift_goes_before_being_on_call():
    turns = [
        (Turn(Kind.ON_CALL, (0,), time(0), time(12)), OFFICE),
        (Turn(Kind.SHIFT, (0,), time(9), time(17)), OFFICE),
    ]

    found = stretches(turns, at("00:00"), at("2026-09-29 00:00"))

    assert [(one.since, one.is_on_call) for one in found] == [(at("00:00"), True), (at("09:00"), False)]


def test_a_story_is_summed_up_in_promises_waiting_load_and_queue():
    arrivals = [
        one(1, "09:00", 60, accept_by=at("09:15"), resolve_by=at("11:00")),
        one(2, "09:00", 60, accept_by=at("09:15"), resolve_by=at("11:00")),
        one(3, "18:00", 60, accept_by=at("2026-09-29 09:15")),
    ]
    worker = on(1, ("09:00", "17:00"))

    found = sum_up(replay(arrivals, [worker], END), [worker], OFFICE, at("00:00"), at("2026-09-29 00:00"))

    assert (found.arrivals, found.taken) == (3, 2)
    assert (found.acceptance.met, found.acceptance.of) == (1, 2)  # the third may still be kept
    assert (found.resolution.met, found.resolution.of) == (2, 2)
    assert (found.mean_wait, found.p50_wait, found.p90_wait) == (30 * A_MINUTE, timedelta(), 60 * A_MINUTE)
    assert [(load.tickets, load.worked_h, load.on_duty_h) for load in found.loads] == [(2, 2.0, 8.0)]
    assert (found.queue[9], found.queue[10], found.queue[20]) == (1.0, 0.0, 1.0)


def test_who_is_taken_earlier_and_later_is_counted():
    arrivals = [one(nth, "09:00", 60) for nth in range(3)]

    before, after = replay(arrivals, [on(1)], END), replay(arrivals, [on(1), on(2)], END)

    assert earlier_and_later(before, after) == (2, 0)
    assert earlier_and_later(after, before) == (0, 2)


def test_a_new_ticket_is_taken_up_once_it_was_seen_and_the_piece_in_hand_is_done():
    arrivals = [
        one(1, "09:00", 60),
        one(2, "09:02", 30),
        one(3, "09:20", 10, unseen=15 * A_MINUTE),
        one(4, "11:00", 10, unseen=5 * A_MINUTE),
    ]

    story = replay(arrivals, [on(1)], END, Habits(piece=20 * A_MINUTE))

    assert [clock for _, clock in taken(story).values()] == ["28 09:00", "28 09:20", "28 09:40", "28 11:05"]
    assert max(done.solved_at for done in story[:3]) == at("10:40")  # nothing of the work is lost


def test_a_required_level_and_a_limit_hold_as_on_the_desk_and_what_is_urgent_waits_for_neither():
    arrivals = [
        one(1, "09:00", 60, skills=frozenset({(9, 2)})),
        one(2, "09:01", 60, skills=frozenset({(9, 2)})),
        one(3, "09:02", 10),
        one(4, "09:03", 10, skills=frozenset({(9, 3)}), is_urgent=True),
    ]
    master, learner = on(1, levels={9: 2}, limit=1), on(2, levels={9: 1}, limit=1)

    story = replay(arrivals, [master, learner], END)

    assert taken(story) == {1: (1, "28 09:00"), 2: (1, "28 10:10"), 3: (2, "28 09:02"), 4: (1, "28 10:00")}


def test_on_call_one_is_there_for_what_is_urgent_and_the_rest_waits_for_a_shift():
    called = Worker(1, "人1", [Stretch(at("00:00"), at("08:00"), is_on_call=True)])
    arrivals = [one(1, "02:00"), one(2, "02:05", is_urgent=True)]

    story = replay(arrivals, [called, on(2, ("08:00", "17:00"))], END)

    assert taken(story) == {1: (2, "28 08:00"), 2: (1, "28 02:05")}


def test_who_helped_a_person_lately_helps_again_where_that_counts():
    arrivals = [one(1, "09:00", 5, asker=7), one(2, "10:00", 5, asker=7)]
    people = [on(1), on(2)]

    def who(habits: Habits) -> list[int | None]:
        return [person for person, _ in taken(replay(arrivals, people, END, habits)).values()]

    assert who(Habits()) == who(Habits(sticks=30 * A_MINUTE)) == [1, 2]
    assert who(Habits(sticks=timedelta(days=1))) == [1, 1]


def test_how_often_people_look_is_told_by_those_who_had_nothing_else_to_accept():
    def stay(given: str, accepted: str, over: str, person: int = 1) -> Stay:
        return Stay(person, 3, at(given), at(accepted), at(over))

    stays = [
        stay("09:00", "09:10", "12:00"),
        stay("09:05", "09:40", "12:00"),  # another lay there
        stay("10:00", "10:20", "12:00"),
        stay("16:50", "2026-09-29 09:10", "2026-09-29 12:00"),  # not in the same turn
        stay("09:00", "09:30", "12:00", person=2),  # not on the roster
    ]
    duty = [Stretch(at("09:00"), at("17:00")), Stretch(at("2026-09-29 09:00"), at("2026-09-29 17:00"))]

    assert glances(stays, {1: duty}).by_priority == {3: [10 * A_MINUTE, 20 * A_MINUTE]}


def test_a_duration_is_drawn_from_tickets_like_it():
    known = Durations()
    for minutes in (10, 11, 12, 13, 14):
        known.note(category=1, priority=3, work=minutes * A_MINUTE)
    known.note(category=2, priority=3, work=99 * A_MINUTE)

    drawn = {known.draw(1, 3, Random(seed)) for seed in range(99)}

    assert drawn == {minutes * A_MINUTE for minutes in (10, 11, 12, 13, 14)}
    assert 99 * A_MINUTE in {known.draw(2, 3, Random(seed)) for seed in range(99)}
    assert Durations().draw(1, 1, Random(0)) == USUAL
