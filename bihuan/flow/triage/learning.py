"""What a text is about, by what earlier texts like it were about: complement naive Bayes. Plain Python.

For each category the words of all others are counted: a word speaks for a category as far as the others do not use it.
With classes of very different sizes this is steadier than to count the words of each class alone.
Source: Rennie, Shih, Teevan and Karger, Tackling the poor assumptions of naive Bayes text classifiers (2003), 3.2 to 4.2.

What is learnt is small on purpose: a table of whole numbers that a process holds in a few megabytes and asks in less than a
millisecond.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from bihuan.kit.text.grams import grams

FEWEST_OF_A_KIND = 3  # tickets below which nothing is learnt about a category
FEWEST_USES = 2  # tickets in which a gram must occur to be counted
MOST_GRAMS = 8_000  # kept, those that tell most
STEPS = 40  # whole numbers a unit of weight
READ_CHARACTERS = 4_000  # of a text: what follows is quoted or a log
OF_TITLE = "^"  # marks a gram of the title, where words say more
SMOOTHED = 1.0
# Of a point of keywords against a unit of what was learnt. Somebody chose the keywords with sense: they lead where a
# kind of trouble is new, which is when the history misleads most.
POINTS_WEIGH = 2.0
MOST_POINTS = 12.0


@dataclass(frozen=True)
class Example:
    """An earlier ticket, and what a person says it is."""

    title: str
    text: str
    category: str
    impact: int = 0  # 0: nobody said
    urgency: int = 0


@dataclass(frozen=True)
class Lesson:
    """What was learnt: for each gram a weight for each category, in whole steps, in the order of `categories`."""

    categories: Sequence[str]
    weights: Mapping[str, Sequence[int]]

    def scores(self, told: Iterable[str]) -> dict[str, float]:
        """Return how much the grams of a text speak for each category; no order, if none of them is known."""
        rows = [self.weights[gram] for gram in told if gram in self.weights]
        sums = [sum(column) for column in zip(*rows, strict=True)] if rows else [0] * len(self.categories)
        return {category: total / STEPS for category, total in zip(self.categories, sums, strict=True)}

    def strongest(self, told: Iterable[str], category: str, most: int) -> list[str]:
        """Return the grams that speak for a category more than for the others on average, the strongest first."""
        if category not in self.categories:
            return []
        n = self.categories.index(category)
        above = {
            gram: row[n] - sum(row) / len(row) for gram in told if (row := self.weights.get(gram)) is not None
        }
        return [gram for gram in sorted(above, key=lambda gram: (-above[gram], gram)) if above[gram] > 0][
            :most
        ]


NOTHING = Lesson((), {})


@lru_cache(maxsize=1)  # category, impact and urgency ask for the same one after the other
def tokens(title: str, text: str) -> frozenset[str]:
    """Return the grams of a ticket; those of the title once more, marked."""
    of_title = grams(title[:READ_CHARACTERS])
    return frozenset(of_title | grams(text[:READ_CHARACTERS]) | {OF_TITLE + gram for gram in of_title})


def learn(examples: Iterable[Example]) -> Lesson:
    """Learn from earlier tickets; nothing, if there are not two categories with a few tickets each."""
    by_category: dict[str, Counter[str]] = {}
    tickets: Counter[str] = Counter()
    for example in examples:
        by_category.setdefault(example.category, Counter()).update(tokens(example.title, example.text))
        tickets[example.category] += 1
    known = sorted(category for category in by_category if tickets[category] >= FEWEST_OF_A_KIND)
    if len(known) < 2:
        return NOTHING
    uses: Counter[str] = Counter()
    for category in known:
        uses.update(by_category[category])
    vocabulary = [gram for gram, used in uses.items() if used >= FEWEST_USES]
    weights = _weights([by_category[category] for category in known], vocabulary, uses)
    telling = sorted(weights, key=lambda gram: (min(weights[gram]) - max(weights[gram]), gram))[:MOST_GRAMS]
    return Lesson(tuple(known), {gram: weights[gram] for gram in telling})


def rank(
    told: Iterable[str], lesson: Lesson, points: Mapping[str, float], allowed: Iterable[str]
) -> list[tuple[str, float]]:
    """Return the allowed categories with their scores, by what was learnt and by the points of their keywords, best first.

    What nothing was learnt about, such as a new category, starts with the least that was learnt about another.
    """
    learnt = lesson.scores(told)
    least = min(learnt.values(), default=0.0)
    scores = {
        category: learnt.get(category, least) + POINTS_WEIGH * min(points.get(category, 0.0), MOST_POINTS)
        for category in allowed
        if category in learnt or category in points
    }
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _weights(
    counts: Sequence[Counter[str]], vocabulary: Sequence[str], uses: Counter[str]
) -> dict[str, list[int]]:
    """Return for each gram how much it speaks for each category: the more, the less the others use it."""
    all_uses = sum(uses[gram] for gram in vocabulary)
    words = len(vocabulary)
    others = [all_uses - sum(count[gram] for gram in vocabulary) + SMOOTHED * words for count in counts]
    return {
        gram: [
            round(-STEPS * log((uses[gram] - count[gram] + SMOOTHED) / other))
            for count, other in zip(counts, others, strict=True)
        ]
        for gram in vocabulary
    }
