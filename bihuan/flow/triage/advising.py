"""Which category to suggest for a ticket, and why: keywords and earlier tickets together. Plain Python.

How far a suggestion is to be trusted is no opinion of the sums: it is counted. Half of the earlier tickets is learnt from
and the other half judged, then the other way round; of the suggestions that led as clearly as this one for this
category, so many were right.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import Any

from bihuan.flow.triage.learning import NOTHING, OF_TITLE, Example, Lesson, learn, rank, tokens
from bihuan.flow.triage.levels import NO_LEVEL, USUAL_IMPACT, USUAL_URGENCY, TaughtLevel, judged, teach_level
from bihuan.flow.triage.suggesting import Hint, Weighed, weigh_keywords

Keywords = Mapping[str, Mapping[str, float]]
Hints = Mapping[str, Sequence[Hint]]  # by what they speak for: impact, urgency
NO_HINTS: Hints = {"impact": (), "urgency": ()}
OTHERS = 2  # offered beside the first
LEADS = (1.0, 3.0, 8.0)  # how far the best is ahead: within the same bounds suggestions count as alike
MOST_WORDS = 5
SURE_SHARE, SURE_OF = 0.95, 20  # so many of so many alike were right: nobody needs to look again


@dataclass(frozen=True)
class Taught:
    """A lesson with what its suggestions proved to be worth: category → how clear → right, of. Beside it, of both levels."""

    lesson: Lesson = NOTHING
    record: Mapping[str, Mapping[int, tuple[int, int]]] = field(default_factory=dict)
    impact: TaughtLevel = NO_LEVEL
    urgency: TaughtLevel = NO_LEVEL

    def as_json(self) -> dict[str, Any]:
        record = {
            category: [[lead, right, of] for lead, (right, of) in sorted(leads.items())]
            for category, leads in self.record.items()
        }
        weights = {gram: list(row) for gram, row in self.lesson.weights.items()}
        told = {"categories": list(self.lesson.categories), "weights": weights, "record": record}
        return told | {"impact": self.impact.as_json(), "urgency": self.urgency.as_json()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Taught:
        """Return what `as_json` told, packed: two bytes a number. What an older release told knows no levels."""
        weights = {gram: array("h", row) for gram, row in told["weights"].items()}
        record = {
            category: {lead: (right, of) for lead, right, of in leads}
            for category, leads in told["record"].items()
        }
        levels = {name: TaughtLevel.from_json(told[name]) for name in ("impact", "urgency") if name in told}
        return cls(Lesson(tuple(told["categories"]), weights), record, **levels)


@dataclass(frozen=True)
class Advice:
    """A category, those next to it, the words that led to it, and how many suggestions like it were right."""

    category: str
    others: tuple[str, ...]
    words: tuple[str, ...]
    is_sure: bool
    right: int = 0
    of: int = 0


def advise(title: str, text: str, keywords: Keywords, taught: Taught) -> Advice | None:
    """Return what to suggest out of the categories of `keywords`; None if nothing speaks for any."""
    weighed = weigh_keywords(title, text, keywords)
    if not taught.lesson.categories:
        return _by_keywords(weighed)
    told = tokens(title, text)
    if not weighed.points and not any(gram in taught.lesson.weights for gram in told):
        return None
    ranked = rank(told, taught.lesson, weighed.points, keywords)
    if not ranked:
        return None
    best = ranked[0][0]
    right, of = taught.record.get(best, {}).get(_lead(ranked), (0, 0))
    guess = weighed.best()
    agrees = guess is not None and guess.category == best and guess.is_sure
    is_sure = right >= SURE_SHARE * of if of >= SURE_OF else agrees
    others = tuple(category for category, _score in ranked[1 : 1 + OTHERS])
    return Advice(best, others, _words(weighed, told, taught.lesson, best), is_sure, right, of)


def teach(examples: Sequence[Example], keywords: Keywords, hints: Hints = NO_HINTS) -> Taught:
    """Learn from earlier tickets, and count on each half what was learnt from the other is worth."""
    impact = [
        judged(one.title, one.text, hints["impact"], USUAL_IMPACT, one.impact)
        for one in examples
        if one.impact
    ]
    urgency = [
        judged(one.title, one.text, hints["urgency"], USUAL_URGENCY, one.urgency)
        for one in examples
        if one.urgency
    ]
    return replace(
        _teach_categories(examples, keywords),
        impact=teach_level(impact, USUAL_IMPACT),
        urgency=teach_level(urgency, USUAL_URGENCY),
    )


def _teach_categories(examples: Sequence[Example], keywords: Keywords) -> Taught:
    lesson = learn(examples)
    if not lesson.categories:
        return Taught()
    right: Counter[tuple[str, int]] = Counter()
    of: Counter[tuple[str, int]] = Counter()
    for learnt_from, others in permutations(_halves(examples)):
        half = learn(learnt_from)
        for example in others:
            points = weigh_keywords(example.title, example.text, keywords).points
            ranked = rank(tokens(example.title, example.text), half, points, keywords)
            if ranked:
                key = ranked[0][0], _lead(ranked)
                of[key] += 1
                right[key] += ranked[0][0] == example.category
    record: dict[str, dict[int, tuple[int, int]]] = {}
    for (category, lead), count in of.items():
        record.setdefault(category, {})[lead] = right[category, lead], count
    return Taught(lesson, record)


def _halves(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Return every other example of each category, and the rest."""
    seen: Counter[str] = Counter()
    halves: tuple[list[Example], list[Example]] = [], []
    for example in examples:
        halves[seen[example.category] % 2].append(example)
        seen[example.category] += 1
    return halves


def _by_keywords(weighed: Weighed) -> Advice | None:
    guess = weighed.best()
    if guess is None:
        return None
    return Advice(guess.category, tuple(weighed.order[1 : 1 + OTHERS]), guess.words, guess.is_sure)


def _lead(ranked: Sequence[tuple[str, float]]) -> int:
    """Return how clearly the first is ahead of the second, 0 the least."""
    ahead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else LEADS[-1]
    return sum(ahead >= least for least in LEADS)


def _words(weighed: Weighed, told: frozenset[str], lesson: Lesson, category: str) -> tuple[str, ...]:
    """Return the keywords of the category; where there are none, what earlier tickets of it had in common with this one."""
    of_keywords = weighed.words.get(category)
    if of_keywords:
        return of_keywords
    plain = sorted({gram.removeprefix(OF_TITLE) for gram in told})
    return tuple(lesson.strongest([gram for gram in plain if len(gram) > 1], category, MOST_WORDS))
