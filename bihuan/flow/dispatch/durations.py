"""How much work a ticket is, and how long it lies unseen, drawn from those like it. Plain Python, seeded.

What was written down as worked is taken as it is. What lacks it gets the time of one like it: of its category, else of
its priority, else of any.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bihuan.flow.dispatch.attendance import Stretch

USUAL = timedelta(minutes=30)  # where nothing at all was written down
ENOUGH = 5  # so many of a category tell what is usual in it


@dataclass
class Durations:
    """The times that were written down, by category and by priority; without a category where that makes no odds."""

    by_category: dict[int, list[timedelta]] = field(default_factory=dict)
    by_priority: dict[int, list[timedelta]] = field(default_factory=dict)
    every: list[timedelta] = field(default_factory=list)

    def note(self, category: int | None, priority: int, work: timedelta) -> None:
        if category is not None:
            self.by_category.setdefault(category, []).append(work)
        self.by_priority.setdefault(priority, []).append(work)
        self.every.append(work)

    def draw(self, category: int | None, priority: int, rng: Random) -> timedelta:
        """Return how long one like this took, any of them alike."""
        known = [] if category is None else self._known(self.by_category, category)
        return rng.choice(known or self._known(self.by_priority, priority) or self.every or [USUAL])

    @staticmethod
    def _known(times: Mapping[int, list[timedelta]], key: int) -> list[timedelta]:
        found = times.get(key, [])
        return found if len(found) >= ENOUGH else []


@dataclass(frozen=True)
class Stay:
    """A stretch in which somebody had a ticket in life; without `over_at` he or she still has it."""

    person: int
    priority: int
    given_at: datetime
    accepted_at: datetime | None
    over_at: datetime | None


def glances(stays: Iterable[Stay], duty: Mapping[int, Sequence[Stretch]]) -> Durations:
    """Return how long those lay unseen, by priority, that came to somebody on duty who had nothing else to accept.

    That is no queue: it is how often people look. What was accepted in a later turn tells nothing about it.
    """
    found = Durations()
    by_person: dict[int, list[Stay]] = {}
    for stay in stays:
        by_person.setdefault(stay.person, []).append(stay)
    for person, own in by_person.items():
        for stay in own:
            since, until = stay.given_at, stay.accepted_at
            if until is None or not _is_within_one(since, until, duty.get(person, ())):
                continue
            if not any(_lies(one, since) for one in own if one is not stay):
                found.note(None, stay.priority, until - since)
    return found


def _lies(stay: Stay, at: datetime) -> bool:
    """Tell whether it was given and not accepted at that moment."""
    ends = stay.accepted_at or stay.over_at
    return stay.given_at <= at and (ends is None or at < ends)


def _is_within_one(since: datetime, until: datetime, duty: Sequence[Stretch]) -> bool:
    at = bisect_left(duty, since, key=lambda one: one.until)
    return at < len(duty) and duty[at].since <= since and until <= duty[at].until
