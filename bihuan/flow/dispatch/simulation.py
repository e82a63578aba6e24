"""Replay what came to a team against a roster: who would have taken what, and when. Plain Python, no clock.

A discrete-event simulation that asks the same `choose` as the desk itself, with the same limits, levels and options. Each
of the team works on one ticket at a time. After each piece of work, whoever has seen a new one takes that up first, and
else goes on with what is due first; what is not begun at the end of a turn goes back to the team. On call one looks at
what is urgent alone. Inside, moments are seconds since 1970.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from itertools import count

from bihuan.flow.dispatch.arrivals import Arrival, Habits, Handled, Needs, Worker
from bihuan.flow.dispatch.attendance import Stretch
from bihuan.flow.dispatch.choosing import Candidate, Skilled, Wish, choose

FOREVER = float("inf")
PLAIN = Habits()
UNLIMITED = 2**31
DONE_S = 1e-6  # less is nothing left


def replay(
    arrivals: Iterable[Arrival], workers: Iterable[Worker], until: datetime, habits: Habits = PLAIN
) -> list[Handled]:
    """Return what becomes of each arrival, in their order; what is not done at `until` stays undone."""
    in_order = sorted(arrivals, key=lambda one: (one.at, one.ticket))
    return _Desk(in_order, list(workers), habits).run(until.timestamp())


class _Happens(IntEnum):
    """What can happen, in the order in which it counts at one moment."""

    LOOKS_UP = 0  # a piece of work is done, or all of it
    GOES_OFF = 1
    COMES_ON = 2
    GIVEN_OUT = 3  # once all who come at this moment are there
    ARRIVES = 4
    SEEN = 5


Queue = list[tuple[float, int]]  # a heap: when due, which arrival
Kind = tuple[Needs, bool]  # what is needed, and whether it is urgent


@dataclass
class _Hands:
    """A worker at work."""

    worker: Worker
    is_on: bool = False
    is_on_call: bool = False
    load: int = 0
    last_at: datetime | None = None
    given: set[int] = field(default_factory=set)  # and not seen yet
    seen: Queue = field(default_factory=list)  # and not begun
    begun: Queue = field(default_factory=list)
    doing: int | None = None
    since: float = 0.0
    turn: int = 0  # counts on when what was foreseen no longer holds
    mastered: dict[Needs, tuple[Skilled, ...]] = field(default_factory=dict)

    @property
    def has_room(self) -> bool:
        return self.worker.limit is None or self.load < self.worker.limit

    def can(self, skills: Needs) -> bool:
        levels = self.worker.levels
        return all(levels.get(skill, 0) >= required for skill, required in skills)


class _Desk:
    def __init__(self, arrivals: Sequence[Arrival], workers: Sequence[Worker], habits: Habits) -> None:
        self.arrivals = arrivals
        self.hands = [_Hands(worker) for worker in workers]
        self.piece_s = habits.piece.total_seconds() if habits.piece else FOREVER
        self.sticks = habits.sticks
        self.waiting: dict[Kind, Queue] = {}
        self.left_s = [one.work.total_seconds() for one in arrivals]
        self.taken: list[float | None] = [None] * len(arrivals)
        self.solved: list[float | None] = [None] * len(arrivals)
        self.person: list[int | None] = [None] * len(arrivals)
        self.helped: dict[
            int, list[tuple[datetime, int]]
        ] = {}  # whom, when it came and by which of the workers
        due = [one.resolve_by or one.accept_by for one in arrivals]
        self.due_s = [at.timestamp() if at else FOREVER for at in due]
        self._order = count()
        self.to_come: list[tuple[float, int, int, int, int]] = []
        self._foresee_all(workers)

    def _foresee_all(self, workers: Sequence[Worker]) -> None:
        for which, arrival in enumerate(self.arrivals):
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
                    self._arrive(which, now)
                case _Happens.LOOKS_UP:
                    self._look_up(which, detail, now)
                case _Happens.COMES_ON:
                    self._come_on(which, self.hands[which].worker.duty[detail], now)
                case _Happens.GOES_OFF:
                    self._go_off(which, now)
                case _Happens.SEEN:
                    self._see(which, detail, now)
                case _:
                    self._drain(now)
        return [
            Handled(arrival, self.person[at], _moment(self.taken[at]), _moment(self.solved[at]))
            for at, arrival in enumerate(self.arrivals)
        ]

    def _foresee(self, at: float, what: _Happens, which: int, detail: int = 0) -> None:
        heapq.heappush(self.to_come, (at, what, next(self._order), which, detail))

    def _arrive(self, which: int, now: float) -> None:
        if not self._offer(which, now):
            self._wait(which)

    def _wait(self, which: int) -> None:
        one = self.arrivals[which]
        queue = self.waiting.setdefault((one.skills, one.is_urgent), [])
        heapq.heappush(queue, (self.due_s[which], which))

    def _offer(self, which: int, now: float) -> bool:
        """Give it to whom the desk would choose; False where nobody is there who may have it."""
        one = self.arrivals[which]
        helped = self._who_helped(one)
        there = [who for who, hands in enumerate(self.hands) if hands.is_on]
        if not one.is_urgent and not any(self.hands[who].is_on_call for who in there):
            there = [who for who in there if self.hands[who].has_room]  # the others would only be ruled out
        chosen = choose([self._weigh(who, one.skills, who == helped) for who in there], Wish(one.is_urgent))
        if chosen is None:
            return False
        hands = self.hands[chosen.person]
        hands.load, hands.last_at = hands.load + 1, datetime.fromtimestamp(now, UTC)
        if self.sticks:
            self.helped.setdefault(one.asker, []).append((one.at, chosen.person))
        hands.given.add(which)
        self._foresee(now + one.unseen.total_seconds(), _Happens.SEEN, chosen.person, which)
        return True

    def _see(self, who: int, which: int, now: float) -> None:
        hands = self.hands[who]
        is_for_now = not hands.is_on_call or self.arrivals[which].is_urgent
        if which in hands.given and is_for_now:
            hands.given.remove(which)
            heapq.heappush(hands.seen, (self.due_s[which], which))
            self._begin(who, now)

    def _weigh(self, who: int, skills: Needs, helped_last: bool) -> Candidate:
        """Return somebody as the desk weighs him or her; `person` is the place in the list of workers."""
        hands = self.hands[who]
        mastered = hands.mastered.get(skills)
        if mastered is None:
            levels = hands.worker.levels
            mastered = tuple(Skilled(skill, levels.get(skill, 0), required) for skill, required in skills)
            hands.mastered[skills] = mastered
        return Candidate(
            who,
            hands.worker.name,
            hands.is_on_call,
            mastery=sum(one.level for one in mastered),
            load=hands.load,
            last_at=hands.last_at,
            limit=UNLIMITED if hands.worker.limit is None else hands.worker.limit,
            skills=mastered,
            helped_last=helped_last,
        )

    def _who_helped(self, one: Arrival) -> int | None:
        """Return who of those on duty had the person's last ticket, where that counts."""
        if not self.sticks:
            return None
        lately = (
            who
            for at, who in reversed(self.helped.get(one.asker, ()))
            if at >= one.at - self.sticks and self.hands[who].is_on
        )
        return next(lately, None)

    def _begin(self, who: int, now: float) -> None:
        """Let somebody who is there and has nothing in hand take up what is new, else what is due first."""
        hands = self.hands[who]
        todo = hands.seen or ([] if hands.is_on_call else hands.begun)
        if not hands.is_on or hands.doing is not None or not todo:
            return
        _due, hands.doing = heapq.heappop(todo)
        which = hands.doing
        if self.taken[which] is None:
            self.taken[which], self.person[which] = now, hands.worker.person
        hands.since, hands.turn = now, hands.turn + 1
        piece_s = FOREVER if hands.is_on_call else self.piece_s
        # Told by the turn, so that what was foreseen before a break is known as past.
        self._foresee(now + min(self.left_s[which], piece_s), _Happens.LOOKS_UP, who, hands.turn)

    def _look_up(self, who: int, turn: int, now: float) -> None:
        hands = self.hands[who]
        if turn != hands.turn or hands.doing is None:
            return
        which, hands.doing = hands.doing, None
        self.left_s[which] -= now - hands.since
        if self.left_s[which] > DONE_S:
            heapq.heappush(hands.begun, (self.due_s[which], which))
            self._begin(who, now)
            return
        self.solved[which] = now
        hands.load -= 1
        self._begin(who, now)
        self._drain(now)

    def _come_on(self, who: int, stretch: Stretch, now: float) -> None:
        hands = self.hands[who]
        hands.is_on, hands.is_on_call = True, stretch.is_on_call
        self._begin(who, now)
        self._foresee(now, _Happens.GIVEN_OUT, who)

    def _go_off(self, who: int, now: float) -> None:
        """Lay down what is in hand until the next turn, and give back what was not begun."""
        hands = self.hands[who]
        hands.is_on = False
        if hands.doing is not None:
            self.left_s[hands.doing] -= now - hands.since
            heapq.heappush(hands.begun, (self.due_s[hands.doing], hands.doing))
            hands.doing, hands.turn = None, hands.turn + 1
        back = sorted([*hands.given, *(which for _due, which in hands.seen)])
        hands.load -= len(back)
        for which in back:
            self._wait(which)
        hands.given, hands.seen = set(), []
        self._foresee(now, _Happens.GIVEN_OUT, who)

    def _drain(self, now: float) -> None:
        """Give out what waits for the team, what is due first before the rest; what needs the same fares the same."""
        tried: set[Kind] = set()
        while left := [
            (queue[0], kind)
            for kind, queue in self.waiting.items()
            if queue and kind not in tried and self._may_fit(*kind)
        ]:
            (_due, which), kind = min(left, key=lambda one: one[0])
            if self._offer(which, now):
                heapq.heappop(self.waiting[kind])
            else:
                tried.add(kind)

    def _may_fit(self, skills: Needs, is_urgent: bool) -> bool:
        """Tell whether asking is worth while: somebody is there, and has room and level where these count."""
        return any(one.is_on and (is_urgent or (one.has_room and one.can(skills))) for one in self.hands)


def _moment(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
