"""How much work a ticket is, drawn from those like it. Plain Python, seeded.

What was written down as worked is taken as it is. What lacks it gets the time of one like it: of its category, else of
its priority, else of any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

USUAL = timedelta(minutes=30)  # where nothing at all was written down
ENOUGH = 5  # so many of a category tell what is usual in it


@dataclass
class Durations:
    """The times that were written down, by category and by priority."""

    by_category: dict[int, list[timedelta]] = field(default_factory=dict)
    by_priority: dict[int, list[timedelta]] = field(default_factory=dict)
    every: list[timedelta] = field(default_factory=list)

    def note(self, category: int, priority: int, work: timedelta) -> None:
        self.by_category.setdefault(category, []).append(work)
        self.by_priority.setdefault(priority, []).append(work)
        self.every.append(work)

    def draw(self, category: int, priority: int, rng: Random) -> timedelta:
        """Return how long one like this took, any of them alike."""
        known = self._known(self.by_category, category) or self._known(self.by_priority, priority)
        return rng.choice(known or self.every or [USUAL])

    @staticmethod
    def _known(times: Mapping[int, list[timedelta]], key: int) -> list[timedelta]:
        found = times.get(key, [])
        return found if len(found) >= ENOUGH else []
