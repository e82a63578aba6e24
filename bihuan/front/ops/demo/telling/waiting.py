"""What long waits look like: words in between, reminders, and where a story is cut because today is today."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bihuan.front.ops.demo.telling.plot import Plot
from bihuan.front.ops.demo.telling.slots import IsWorkday
from bihuan.front.ops.demo.telling.story import Step, Story

BY_AGENTS = {"reply", "note", "attempt", "accept", "escalate", "solve"}
OVERDUE_MINUTES = 170  # a longer silence of the desk calls for a word in between
STOPS = {  # where an open ticket may stand, and how likely
    "ask": 6,
    "answer": 1,
    "attempt": 1,
    "note": 2,
    "escalate": 6,
    "accept": 5,
    "send_back": 9,
    "reopen": 9,
}
HELD = {"ask": 1}  # where the desk waits for the person: no promise is broken by that
IN_A_RARE_STATE = {"send_back": 9, "reopen": 9, "escalate": 4}
IN_WORK = {"ask": 3, "attempt": 1, "escalate": 2, "accept": 2}
UPDATES = 0.5
NUDGES = 0.6
DESK_TELLS = 0.6  # how often the desk, and not the expert, tells how it goes
OFFICE = ((time(9), time(12)), (time(13, 30), time(18)))  # taken short: a story must not outrun its calendar
DAY_MINUTES = 450


def linger(plot: Plot, minutes: int) -> None:
    """Let one later step of the desk come much later; often the person asks meanwhile how it goes."""
    index = plot.rng.choice(_may_wait(plot))
    step, parts = plot.steps[index], []
    if plot.rng.random() < NUDGES:
        parts = _nudge(plot, round(minutes * plot.rng.uniform(0.4, 0.8)), step)
    minutes = max(0, minutes - sum(part.after_minutes for part in parts))
    late = replace(step, after_minutes=step.after_minutes + minutes)
    plot.steps[index : index + 1] = [*parts, *(_with_updates(late, plot) if index else [late])]


def _may_wait(plot: Plot) -> list[int]:
    """Return which steps could have been long in coming: where the desk had the word, before anything was found."""
    able, before = [], None
    for index, step in enumerate(plot.steps):
        has_word = step.kind in ("escalate", "accept", "attempt") or before in ("accept", "answer")
        if before and before != "reply" and has_word and _is_desk(step, plot):
            able.append(index)
        if step.kind in ("note", "solve") or step.more.get("result") == "helped":
            break
        before = step.kind
    return able or [0]


def put_off(plot: Plot, minutes: int) -> None:
    """Let the first step come so much later."""
    first = plot.steps[0]
    plot.steps[0] = replace(first, after_minutes=first.after_minutes + minutes)


def catch_up(plot: Plot, minutes: int) -> None:
    """Shorten the first long wait: who reports later that something is down waits less until it is up."""
    index = next((i for i, step in enumerate(plot.steps) if step.after_minutes > minutes), None)
    if index is not None:
        step = plot.steps[index]
        plot.steps[index] = replace(step, after_minutes=step.after_minutes - minutes)


def _with_updates(step: Step, plot: Plot) -> Iterator[Step]:
    """Yield the step with words of progress before it, about every two hours, though not each time."""
    left, updates = step.after_minutes, 0
    while left > OVERDUE_MINUTES and updates < 3:
        minutes = plot.rng.randint(95, 135)
        if plot.rng.random() < UPDATES:
            yield _word(plot, "progress", minutes, step)
            left, updates = left - minutes, updates + 1
        else:
            break
    yield replace(step, after_minutes=left)


def _nudge(plot: Plot, minutes: int, step: Step) -> list[Step]:
    asks = Step("nudge", minutes, plot.person, plot.voice.phrase("nudge"))
    return [asks, _word(plot, "after_nudge", plot.rng.randint(4, 40), step)]


def _word(plot: Plot, kind: str, minutes: int, step: Step) -> Step:
    """Return a word to the person before `step`: of whoever has the ticket, or of the desk about its expert."""
    is_desk = step.by != plot.handler and (step.kind == "accept" or plot.rng.random() < DESK_TELLS)
    by = plot.handler if is_desk else step.by
    text = plot.rng.choice(plot.voice.phrases.lists[kind if is_desk else f"{kind}_own"])
    return Step("reply", minutes, by, plot.voice.letter(text, by))


def _is_desk(step: Step, plot: Plot) -> bool:
    return step.kind in BY_AGENTS and step.by not in ("", plot.person)


def cut(story: Story, end: datetime, is_workday: IsWorkday) -> Story:
    """Return the story without the steps that have not happened by `end`."""
    left, kept = working_minutes(story.filed_at, end, is_workday), []
    for step in story.steps:
        left -= step.after_minutes
        if left < 0:
            break
        kept.append(step)
    return replace(story, steps=tuple(kept))


def cut_somewhere(story: Story, rng: random.Random, likely: Mapping[str, int]) -> Story:
    """Return the story as it stood at some moment of the work, at the latest when it was solved.

    :param likely: the kinds of step after which it may stop, and how likely each is; others where it has none of them
    """
    kinds = [step.kind for step in story.steps]
    last = max((index for index, kind in enumerate(kinds) if kind == "solve"), default=len(kinds) - 2)
    stops = _stops(kinds[: last + 1], likely) or _stops(kinds[: last + 1], STOPS) or {0: 1}
    return replace(story, steps=story.steps[: rng.choices(list(stops), list(stops.values()))[0] + 1])


def _stops(kinds: list[str], likely: Mapping[str, int]) -> dict[int, int]:
    return {index: likely[kind] for index, kind in enumerate(kinds) if kind in likely}


def working_minutes(start: datetime, end: datetime, is_workday: IsWorkday) -> int:
    """Return the office minutes between two moments."""
    days = (start.date() + timedelta(days=n) for n in range((end.date() - start.date()).days + 1))
    return sum(_open_minutes(day, start, end) for day in days if is_workday(day))


def _open_minutes(day: date, start: datetime, end: datetime) -> int:
    spans = [(datetime.combine(day, opens), datetime.combine(day, closes)) for opens, closes in OFFICE]
    return sum(
        max(0, int((min(end, closes) - max(start, opens)).total_seconds() // 60)) for opens, closes in spans
    )
