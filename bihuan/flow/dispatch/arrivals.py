"""What a replay is given, and what it gives: arrivals, workers and their habits, what became of each. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bihuan.flow.dispatch.attendance import Stretch

Needs = frozenset[tuple[int, int]]  # skills, and which level of each is required; 0: none


@dataclass(frozen=True)
class Arrival:
    """A ticket that came to the team: how much work it is, and by when it was to be accepted and resolved."""

    ticket: int
    at: datetime
    work: timedelta
    accept_by: datetime | None = None
    resolve_by: datetime | None = None
    skills: Needs = frozenset()
    is_urgent: bool = False  # waits for nobody's limit or level
    asker: int = 0
    unseen: timedelta = timedelta()  # until whoever is given it and has nothing in hand notices it


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


@dataclass(frozen=True)
class Habits:
    """How the team works. `piece`: how long somebody is at one ticket before looking up; None: until it is done.
    `sticks`: for how long who helped a person last goes before the others; None: not at all.
    """

    piece: timedelta | None = None
    sticks: timedelta | None = None
