"""Tell the tickets of six months: `stories(seed, company, start=…, end=…)`. Plain Python, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.front.ops.demo.company import Company
from bihuan.front.ops.demo.telling.arrivals import arrivals
from bihuan.front.ops.demo.telling.casting import Casting
from bihuan.front.ops.demo.telling.scenario import scenarios
from bihuan.front.ops.demo.telling.slots import IsWorkday
from bihuan.front.ops.demo.telling.story import Step, Story
from bihuan.front.ops.demo.telling.teller import Teller
from bihuan.front.ops.demo.telling.waiting import (
    DAY_MINUTES,
    HELD,
    IN_A_RARE_STATE,
    IN_WORK,
    STOPS,
    cut,
    cut_somewhere,
    working_minutes,
)

__all__ = ["Step", "Story", "is_weekday", "stories"]

RECENT_MINUTES = 8 * DAY_MINUTES  # what came in within so much working time may still be open
# Younger ones are being worked on; most older ones wait for their person.
YOUNG_MINUTES = 13 * DAY_MINUTES // 10
YOUNG_LEFT = 0.8  # how many of the young ones
RARE = IN_A_RARE_STATE.keys()  # a newcomer should see one of each
# So many older ones stand in such a state, and with them the desk is late.
LATE, LATE_MINUTES = 4, 4 * DAY_MINUTES
SHOWN = 2  # requests of whoever looks around as a colleague
LONGEST = timedelta(days=45)  # no story lasts longer
OVER = {"close", "withdraw", "turn_away"}
SOLVED = {"solve", "confirm"}


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def stories(
    seed: int,
    company: Company,
    count: int = 2000,
    *,
    start: date,
    end: datetime,
    is_workday: IsWorkday = is_weekday,
    open_at_end: int = 50,
) -> Iterator[Story]:
    """Yield `count` stories, oldest first; on about `open_at_end` of the last ones the desk still owes work at `end`."""
    rng = random.Random(seed)  # noqa: S311 - a demo, not a secret
    moments = arrivals(start, end, count, is_workday, rng)
    casting, teller = Casting(scenarios(), rng, is_workday), Teller(company, rng, is_workday, end)
    told = [_up_to(teller.tell(part), end, is_workday) for part in casting.parts(moments)]
    yield from _Ending(end, is_workday, rng).leave_open(told, open_at_end, company)


def _up_to(story: Story, end: datetime, is_workday: IsWorkday) -> Story:
    return cut(story, end, is_workday) if story.filed_at > end - LONGEST else story


@dataclass(frozen=True)
class _Ending:
    """The day on which the telling ends, with some of the last stories not over."""

    end: datetime
    is_workday: IsWorkday
    rng: random.Random

    def leave_open(self, told: list[Story], wanted: int, company: Company) -> list[Story]:
        """Return the stories with as many left open as wanted, by stopping some recent ones before their end."""
        able = [index for index, story in enumerate(told) if self._may_stay_open(story)]
        missing = wanted - sum(story.ending not in OVER | SOLVED for story in told)
        self.rng.shuffle(able)
        for index, likely in [*self._stops(able, told, company).items()][: max(0, missing)]:
            told[index] = cut_somewhere(told[index], self.rng, likely)
        return told

    def _may_stay_open(self, story: Story) -> bool:
        is_recent = story.filed_at > self.end - LONGEST and self._age(story) <= RECENT_MINUTES
        return is_recent and story.ending in OVER | SOLVED

    def _stops(self, able: list[int], told: list[Story], company: Company) -> dict[int, Mapping[str, int]]:
        """Return which stories may be left open and where, those first that a newcomer should see."""
        shown = [index for index in able if company.by_username[told[index].person].is_demo_login]
        shown.sort(key=lambda index: (not _asks(told[index]), self._age(told[index])))
        young = [index for index in able if self._age(told[index]) <= YOUNG_MINUTES]
        left = self.rng.sample(young, round(YOUNG_LEFT * len(young)))
        held = [index for index in able if index not in young and _asks(told[index])]
        chosen: dict[int, Mapping[str, int]] = {
            index: HELD if _asks(told[index]) else IN_WORK for index in shown[:SHOWN]
        }
        for indexes, likely in ((self._late(able, told), IN_A_RARE_STATE), (left, STOPS), (held, HELD)):
            chosen |= {index: likely for index in indexes if index not in chosen}
        return chosen

    def _late(self, able: list[int], told: list[Story]) -> list[int]:
        rare = {index: len(RARE & {step.kind for step in told[index].steps}) for index in able}
        late = [i for i, n in rare.items() if n and YOUNG_MINUTES < self._age(told[i]) <= LATE_MINUTES]
        return sorted(late, key=lambda index: -rare[index])[:LATE]

    def _age(self, story: Story) -> int:
        return working_minutes(story.filed_at, self.end, self.is_workday)


def _asks(story: Story) -> bool:
    return any(step.kind == "ask" for step in story.steps)
