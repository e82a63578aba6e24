"""Tell the tickets of six months: `stories(seed, company, start=…, end=…)`. Plain Python, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bihuan.front.ops.demo.company import Company
from bihuan.front.ops.demo.telling.arrivals import arrivals
from bihuan.front.ops.demo.telling.casting import Casting
from bihuan.front.ops.demo.telling.scenario import scenarios
from bihuan.front.ops.demo.telling.slots import IsWorkday
from bihuan.front.ops.demo.telling.story import Step, Story
from bihuan.front.ops.demo.telling.teller import Teller
from bihuan.front.ops.demo.telling.waiting import DAY_MINUTES, cut, cut_somewhere, working_minutes

__all__ = ["Step", "Story", "is_weekday", "stories"]

RECENT_MINUTES = 8 * DAY_MINUTES  # what came in within so much working time may still be open
RARE = {"send_back", "reopen", "escalate"}  # states of which a newcomer should see one
SEEN = 12  # how many of the stories left open are chosen for that
LONGEST = timedelta(days=45)  # no story lasts longer
OVER = {"close", "withdraw", "turn_away"}


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
    open_at_end: int = 90,
) -> Iterator[Story]:
    """Yield `count` stories, oldest first; about `open_at_end` of the last ones are not over at `end`."""
    rng = random.Random(seed)  # noqa: S311 - a demo, not a secret
    moments = arrivals(start, end, count, is_workday, rng)
    casting, teller = Casting(scenarios(), rng, is_workday), Teller(company, rng, is_workday)
    told = [_up_to(teller.tell(part), end, is_workday) for part in casting.parts(moments)]
    yield from _left_open(told, end, is_workday, open_at_end, rng)


def _up_to(story: Story, end: datetime, is_workday: IsWorkday) -> Story:
    return cut(story, end, is_workday) if story.filed_at > end - LONGEST else story


def _left_open(
    told: list[Story], end: datetime, is_workday: IsWorkday, wanted: int, rng: random.Random
) -> list[Story]:
    """Return the stories with as many left open as wanted, by stopping some recent ones before their end."""
    over = [
        index
        for index, story in enumerate(told)
        if story.filed_at > end - LONGEST
        and story.ending in OVER
        and working_minutes(story.filed_at, end, is_workday) <= RECENT_MINUTES
    ]
    missing = wanted - sum(story.ending not in OVER for story in told)
    rng.shuffle(over)
    over.sort(key=lambda index: -len(RARE & {step.kind for step in told[index].steps}))
    for index in [*over[:SEEN], *rng.sample(over[SEEN:], len(over[SEEN:]))][: max(0, missing)]:
        told[index] = cut_somewhere(told[index], rng)
    return told
