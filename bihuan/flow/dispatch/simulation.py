"""Replay what came to a team against a roster: who would have taken what, and when. Plain Python, no clock.

A discrete-event simulation that asks the same `choose` as the desk itself. Each of the team works on one ticket at a
time, the one whose promise runs out first before the rest; what is not begun at the end of a turn goes back to the team.
Inside, moments are seconds since 1970.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from itertools import count, pairwise

from bihuan.flow.dispatch.choosing import Candidate, choose
from bihuan.ground.calendars.worktime import WorkCalendar
from bihuan.ground.duty.rota import Kind, Turn, is_on

FOREVER = float("inf")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A time in which somebody is on duty."""

    since: datetime
    until: datetime
    is_on_call: bool = False


@dataclass(frozen=True)
class Arrival:
    """A ticket that came to the team: how much work it is, and by when it was to be accepted and resolved."""

    ticket: int
    at: datetime
    work: timedelta
    accept_by: datetime | None = None
    resolve_by: datetime | None = None
    skills: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Worker:
    """One of the team: when on duty, what he or she masters, how many tickets at most; None: as many as come."""

    person: int
    name: str
    duty: Sequence[Stretch]
    levels: Mapping[int, int] = field(default_factory=dict)
    limit: int | None = None


@dataclass(frozen=True)
class Handled:
    """What became of an arrival; without a moment it was not taken, or not finished, before the end."""

    arrival: Arrival
    person: int | None
    taken_at: datetime | None
    solved_at: datetime | None


def replay(arrivals: Iterable[Arrival], workers: Iterable[Worker], until: datetime) -> list[Handled]:
    """Return what becomes of each arrival, in their order; what is not done at `until` stays undone."""
    return _Desk(sorted(arrivals, key=lambda one: (one.at, one.ticket)), list(workers)).run(until.timestamp())


def stretches(
    turns: Iterable[tuple[Turn, WorkCalendar]],
    start: datetime,
    end: datetime,
    away: Iterable[tuple[datetime, datetime]] = (),
) -> list[Stretch]:
    """Return when somebody with these weekly turns is on duty between two moments, less the times away.

    Where turns overlap, a shift goes before on call.
    """
    spans = [span for turn, calendar in turns for span in _days_of(turn, calendar, start, end)]
    absent = list(away)
    edges = sorted(
        {edge for one in spans for edge in (one.since, one.until)} | {e for gap in absent for e in gap}
    )
    found: list[Stretch] = []
    for since, until in pairwise(edges):
        on = [one for one in spans if one.since <= since and until <= one.until]
        if not on or any(gone <= since and until <= back for gone, back in absent):
            continue
        is_on_call = all(one.is_on_call for one in on)
        if found and found[-1].until == since and found[-1].is_on_call == is_on_call:
            found[-1] = replace(found[-1], until=until)
        else:
            found.append(Stretch(since, until, is_on_call))
    return found


def _days_of(turn: Turn, calendar: WorkCalendar, start: datetime, end: datetime) -> Iterable[Stretch]:
    """Yield the turn day by day, also the one that began the evening before."""
    day = start.astimezone(calendar.zone).date() - ONE_DAY
    while day <= end.astimezone(calendar.zone).date():
        begins = datetime.combine(day, turn.begins, calendar.zone)
        if is_on(turn, calendar, begins):
            last_on = day if turn.begins < turn.ends else day + ONE_DAY
            ends = datetime.combine(last_on, turn.ends, calendar.zone)
            since, until = max(begins.astimezone(UTC), start), min(ends.astimezone(UTC), end)
            if since < until:
                yield Stretch(since, until, turn.kind is Kind.ON_CALL)
        day += ONE_DAY


class _Happens(IntEnum):
    """What can happen, in the order in which it counts at one moment."""

    DONE = 0
    GOES_OFF = 1
    COMES_ON = 2
    GIVEN_OUT = 3  # once all who come at this moment are there
    ARRIVES = 4


@dataclass
class _Hands:
    """A worker at work."""

    worker: Worker
    is_on: bool = False
    is_on_call: bool = False
    load: int = 0
    last_at: datetime | None = None
    waiting: list[tuple[float, int]] = field(default_factory=list)  # a heap: when due, which arrival
    doing: int | None = None
    left_s: float = 0.0  # of what is being done
    since: float = 0.0
    turn: int = 0  # counts on when what was foreseen no longer holds

    @property
    def has_room(self) -> bool:
        return self.worker.limit is None or self.load < self.worker.limit


class _Desk:
    def __init__(self, arrivals: Sequence[Arrival], workers: Sequence[Worker]) -> None:
        self.arrivals = arrivals
        self.hands = [_Hands(worker) for worker in workers]
        self.waiting: list[tuple[float, int]] = []
        self.taken: list[float | None] = [None] * len(arrivals)
        self.solved: list[float | None] = [None] * len(arrivals)
        self.person: list[int | None] = [None] * len(arrivals)
        due = [one.resolve_by or one.accept_by for one in arrivals]
        self.due_s = [at.timestamp() if at else FOREVER for at in due]
        self._order = count()
        self.to_come: list[tuple[float, int, int, int, int]] = []
        for which, arrival in enumerate(arrivals):
            self._foresee(arrival.at.timestamp(), _Happens.ARRIVES, which)
        for who, worker in enumerate(workers):
            for number, stretch in enumerate(worker.duty):
                self._foresee(stretch.since.timestamp(), _Happens.COMES_ON, who, number)
                self._foresee(stretch.until.timestamp(), _Happens.GOES_OFF, who, number)

    def run(self, until: float) -> list[Handled]:
        while self.to_come and self.to_come[0][0] <= until:
            now, what, _nth, which, detail = heapq.heappop(self.to_come)
            match what:
                case _Happens.ARRIVES:
                    self._offer(which, now)
                case _Happens.DONE:
                    self._end(which, detail, now)
                case _Happens.COMES_ON:
                    self._come_on(which, self.hands[which].worker.duty[detail], now)
                case _Happens.GOES_OFF:
                    self._go_off(which, now)
                case _:
                    self._drain(now)
        return [
            Handled(arrival, self.person[at], _moment(self.taken[at]), _moment(self.solved[at]))
            for at, arrival in enumerate(self.arrivals)
        ]

    def _foresee(self, at: float, what: _Happens, which: int, detail: int = 0) -> None:
        heapq.heappush(self.to_come, (at, what, next(self._order), which, detail))

    def _offer(self, which: int, now: float) -> bool:
        """Give it to whom the desk would choose; where nobody is there or has room, let it wait for the team."""
        skills = self.arrivals[which].skills
        able = {who: one for who, one in enumerate(self.hands) if one.is_on and one.has_room}
        chosen = choose([_weigh(who, one, skills) for who, one in able.items()])
        if chosen is None:
            heapq.heappush(self.waiting, (self.due_s[which], which))
            return False
        hands = able[chosen.person]
        hands.load, hands.last_at = hands.load + 1, datetime.fromtimestamp(now, UTC)
        heapq.heappush(hands.waiting, (self.due_s[which], which))
        self._begin(chosen.person, now)
        return True

    def _begin(self, who: int, now: float) -> None:
        """Let somebody who is there and has nothing in hand take what is due first."""
        hands = self.hands[who]
        if not hands.is_on or hands.doing is not None or not hands.waiting:
            return
        _due, which = heapq.heappop(hands.waiting)
        hands.doing, hands.left_s = which, self.arrivals[which].work.total_seconds()
        self.taken[which], self.person[which] = now, hands.worker.person
        self._go_on(who, now)

    def _go_on(self, who: int, now: float) -> None:
        hands = self.hands[who]
        hands.since, hands.turn = now, hands.turn + 1
        # Told by the turn, so that what was foreseen before a break is known as past.
        self._foresee(now + hands.left_s, _Happens.DONE, who, hands.turn)

    def _end(self, who: int, turn: int, now: float) -> None:
        hands = self.hands[who]
        if turn != hands.turn or hands.doing is None:
            return
        self.solved[hands.doing] = now
        hands.doing, hands.load = None, hands.load - 1
        self._begin(who, now)
        self._drain(now)

    def _come_on(self, who: int, stretch: Stretch, now: float) -> None:
        hands = self.hands[who]
        hands.is_on, hands.is_on_call = True, stretch.is_on_call
        if hands.doing is not None:
            self._go_on(who, now)
        self._foresee(now, _Happens.GIVEN_OUT, who)

    def _go_off(self, who: int, now: float) -> None:
        """Lay down what is in hand until the next turn, and give back what was not begun."""
        hands = self.hands[who]
        hands.is_on = False
        if hands.doing is not None:
            hands.left_s -= now - hands.since
            hands.turn += 1
        hands.load -= len(hands.waiting)
        self.waiting += hands.waiting
        heapq.heapify(self.waiting)
        hands.waiting = []
        self._foresee(now, _Happens.GIVEN_OUT, who)

    def _drain(self, now: float) -> None:
        """Give out what waits for the team, what is due first before the rest, as long as anybody takes it."""
        while self.waiting and any(one.is_on and one.has_room for one in self.hands):
            _due, which = heapq.heappop(self.waiting)
            if not self._offer(which, now):
                return


def _weigh(who: int, hands: _Hands, skills: frozenset[int]) -> Candidate:
    """Return somebody as the desk weighs him or her; `person` is the place in the list of workers."""
    mastery = sum(hands.worker.levels.get(skill, 0) for skill in skills)
    return Candidate(who, hands.worker.name, hands.is_on_call, mastery, hands.load, hands.last_at)


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
