"""How many a ticket hits and how soon it hurts, by its words and by earlier tickets like it: naive Bayes. Plain Python.

Words that somebody chose lead. Where they are silent, earlier tickets speak, and only if it was counted that this helps:
each half of the history is judged by what the other taught, and of the tickets of which the same was said as clearly more
must have been so than as usual. In doubt it is the more pressing.
Source of the sums: Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), 13.3 (Bernoulli model).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from math import log
from typing import Any

from bihuan.flow.triage.learning import FEWEST_USES, OF_TITLE, tokens
from bihuan.flow.triage.suggesting import Hint, guess_level

USUAL_URGENCY, USUAL_IMPACT = 2, 3
FEWEST_OF_A_LEVEL = 3  # tickets below which nothing is learnt about a level
FEWEST_ALIKE = 5  # tickets that must have been judged alike before the history is listened to
MOST_GRAMS = 2_000  # kept of each target, those that tell most
STEPS = 1_000  # whole numbers a unit of weight
DAMPED = 0.2  # the grams of a text repeat each other: all of them together count as a fifth
LEADS = (0.5, 1.0, 2.0, 4.0)  # how far the best is ahead: within the same bounds judgements count as alike
BY_WORDS = -1  # stands for how far ahead, where words decided
MOST_WORDS = 3


@dataclass(frozen=True)
class Judged:
    """An earlier ticket by its grams, what its words say (None: nothing), and what a person says it is."""

    told: frozenset[str]
    said: int | None
    level: int


def judged(title: str, text: str, hints: Sequence[Hint], usual: int, level: int) -> Judged:
    """Return an earlier ticket of this level."""
    said, words = guess_level(title, text, hints, usual)
    return Judged(tokens(title, text), said if words else None, level)


@dataclass(frozen=True)
class LevelLesson:
    """What was learnt: how usual each level is, and for each gram a weight for each, in whole steps."""

    levels: Sequence[int] = ()
    usual: Sequence[int] = ()
    weights: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def judge(self, told: Iterable[str]) -> tuple[int, int]:
        """Return the level that the grams speak for most, and how clearly, 0 the least.

        :raises ValueError: if nothing was learnt
        """
        sums = list(self.usual)
        for gram in told:
            for n, weight in enumerate(self.weights.get(gram, ())):
                sums[n] += weight
        best, second = sorted(range(len(sums)), key=lambda n: (-sums[n], n))[:2]
        ahead = (sums[best] - sums[second]) / STEPS
        return self.levels[best], sum(ahead >= least for least in LEADS)

    def strongest(self, told: Iterable[str], level: int) -> tuple[str, ...]:
        """Return the grams that speak most for a level that was learnt, the strongest first."""
        n = self.levels.index(level)
        plain = {gram.removeprefix(OF_TITLE) for gram in told}
        found = {gram: self.weights[gram][n] for gram in plain if len(gram) > 1 and gram in self.weights}
        order = sorted(found, key=lambda gram: (-found[gram], gram))
        return tuple(gram for gram in order if found[gram] > 0)[:MOST_WORDS]


NO_LESSON = LevelLesson()


@dataclass(frozen=True)
class Alike:
    """Earlier tickets of which the same was said as clearly: how many were so, how many as usual, and all."""

    right: int = 0
    as_usual: int = 0
    of: int = 0

    def tell(self, level: int, usual: int) -> bool:
        """Return whether it helps to go by the level that was said of them instead of the usual one."""
        enough = self.as_usual if level < usual else self.as_usual + 1
        return self.of >= FEWEST_ALIKE and self.right >= enough


@dataclass(frozen=True)
class TaughtLevel:
    """A lesson with what its judgements proved to be worth: the level and how clear → those alike."""

    lesson: LevelLesson = NO_LESSON
    record: Mapping[tuple[int, int], Alike] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        record = [[*key, one.right, one.as_usual, one.of] for key, one in sorted(self.record.items())]
        lesson = self.lesson
        weights = {gram: list(row) for gram, row in lesson.weights.items()}
        return {
            "levels": list(lesson.levels),
            "usual": list(lesson.usual),
            "weights": weights,
            "record": record,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> TaughtLevel:
        """Return what `as_json` told, packed: two bytes a number."""
        weights = {gram: array("h", row) for gram, row in told["weights"].items()}
        record = {(level, lead): Alike(*counts) for level, lead, *counts in told["record"]}
        return cls(LevelLesson(tuple(told["levels"]), tuple(told["usual"]), weights), record)


NO_LEVEL = TaughtLevel()


@dataclass(frozen=True)
class LevelAdvice:
    """A level, the words that led to it, and how many tickets like it were so; nothing of it where nothing spoke."""

    level: int
    words: tuple[str, ...] = ()
    right: int = 0
    of: int = 0


def advise_level(
    title: str, text: str, hints: Sequence[Hint], usual: int, taught: TaughtLevel
) -> LevelAdvice:
    """Return what to suggest: by the words, else by earlier tickets if it was counted that they help, else as usual."""
    level, words = guess_level(title, text, hints, usual)
    if words:
        alike = taught.record.get((level, BY_WORDS), Alike())
        return LevelAdvice(level, words, alike.right, alike.of)
    if not taught.lesson.levels:
        return LevelAdvice(usual)
    told = tokens(title, text)
    learnt, lead = taught.lesson.judge(told)
    alike = taught.record.get((learnt, lead), Alike())
    if learnt != usual and alike.tell(learnt, usual):
        return LevelAdvice(learnt, taught.lesson.strongest(told, learnt), alike.right, alike.of)
    return LevelAdvice(usual, (), alike.as_usual, alike.of)


def teach_level(examples: Sequence[Judged], usual: int) -> TaughtLevel:
    """Learn from earlier tickets, and count on each half what was learnt from the other is worth."""
    lesson = learn_level(examples)
    if not lesson.levels:
        return NO_LEVEL
    right: Counter[tuple[int, int]] = Counter()
    as_usual: Counter[tuple[int, int]] = Counter()
    of: Counter[tuple[int, int]] = Counter()
    for learnt_from, others in permutations((examples[::2], examples[1::2])):
        half = learn_level(learnt_from)
        for one in others:
            if one.said is None and not half.levels:
                continue
            key = half.judge(one.told) if one.said is None else (one.said, BY_WORDS)
            of[key] += 1
            right[key] += one.level == key[0]
            as_usual[key] += one.level == usual
    return TaughtLevel(lesson, {key: Alike(right[key], as_usual[key], of[key]) for key in of})


def learn_level(examples: Sequence[Judged]) -> LevelLesson:
    """Learn from earlier tickets; nothing, if there are not two levels with a few tickets each."""
    tickets = Counter(one.level for one in examples)
    levels = sorted(level for level in tickets if tickets[level] >= FEWEST_OF_A_LEVEL)
    if len(levels) < 2:
        return NO_LESSON
    by_level: dict[int, Counter[str]] = {level: Counter() for level in levels}
    for one in examples:
        if one.level in by_level:
            by_level[one.level].update(one.told)
    uses: Counter[str] = Counter()
    for count in by_level.values():
        uses.update(count)
    total = sum(tickets[level] for level in levels)
    weights = {
        gram: [_weight(by_level[level][gram], tickets[level], used / total) for level in levels]
        for gram, used in uses.items()
        if used >= FEWEST_USES
    }
    tells = {gram: uses[gram] * (max(row) - min(row)) for gram, row in weights.items()}
    telling = sorted(tells, key=lambda gram: (-tells[gram], gram))[:MOST_GRAMS]
    usual = [round(STEPS * log(tickets[level] / total)) for level in levels]
    return LevelLesson(tuple(levels), tuple(usual), {gram: weights[gram] for gram in telling})


def _weight(used: int, tickets: int, usually: float) -> int:
    """Return how much a gram speaks for a level: by its share there against its share everywhere, drawn towards that."""
    return round(STEPS * DAMPED * log((used + usually) / (tickets + 1) / usually))
