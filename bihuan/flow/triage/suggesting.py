"""What a text is about and how much it matters, by the words in it. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bihuan.kit.text.grams import fold

TITLE_WEIGHS = 2.0  # a word in the title says more than one in the text
SURE_FROM = 6.0  # points from which nobody needs to look again, if the second best is far behind
FAR_BEHIND = 0.6
SPEAKS_FROM = 2.0  # points of words below which a level is left as usual: a hint alone is no word

_LATIN_GAP = re.compile(r"[^0-9a-z]+")  # Chinese needs no blank around a Latin word


@dataclass(frozen=True)
class Hint:
    """A word that speaks for a level, such as urgency 1, and how strongly: 3 nearly decides, 1 is a hint."""

    word: str
    level: int
    weight: float


@dataclass(frozen=True)
class Guess:
    """A category with its points, the words that led to it, and whether it is clear enough to go by."""

    category: str
    points: float
    words: tuple[str, ...]
    is_sure: bool


@dataclass(frozen=True)
class Weighed:
    """The points that the keywords of each category got, and these words, the strongest first."""

    points: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]

    @property
    def order(self) -> list[str]:
        """Return the categories that got any points, the most first."""
        return sorted(self.points, key=lambda category: (-self.points[category], category))

    def best(self) -> Guess | None:
        if not self.points:
            return None
        best, *others = self.order
        most, second = self.points[best], self.points[others[0]] if others else 0
        is_sure = most >= SURE_FROM and second <= most * FAR_BEHIND
        return Guess(best, most, self.words[best], is_sure)


class Text:
    """Something written, ready to be asked for words: Chinese ones anywhere, Latin ones where a word begins."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.spaced = f" {_LATIN_GAP.sub(' ', self.folded)} "

    def __contains__(self, word: str) -> bool:
        is_latin, form = _form(word)
        return form in self.spaced if is_latin else form in self.folded


def weigh_keywords(title: str, text: str, keywords: Mapping[str, Mapping[str, float]]) -> Weighed:
    """Return what the keywords of the categories weigh in what was written.

    :param keywords: category → word → weight
    """
    in_title, in_text, whole = Text(title), Text(text), Text(f"{title}\n{text}")
    points: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    for category, weights in keywords.items():
        for word, weight in weights.items():
            if word not in whole:
                continue  # as nearly all of some thousand words are
            times = TITLE_WEIGHS * (word in in_title) + (word in in_text)
            if times:
                points[category] = points.get(category, 0) + weight * times
                words.setdefault(category, []).append(word)
    return Weighed(
        points,
        {
            category: tuple(sorted(found, key=lambda word: (-keywords[category][word], -len(word)))[:5])
            for category, found in words.items()
        },
    )


def guess_category(title: str, text: str, keywords: Mapping[str, Mapping[str, float]]) -> Guess | None:
    """Return the category whose words weigh most in what was written; None if no word says anything.

    :param keywords: category → word → weight
    """
    return weigh_keywords(title, text, keywords).best()


def guess_level(title: str, text: str, hints: Iterable[Hint], usual: int) -> tuple[int, tuple[str, ...]]:
    """Return the level that the words speak for most, and these words; `usual` and none if they say too little."""
    whole = Text(f"{title}\n{text}")
    points: dict[int, float] = {}
    words: dict[int, list[str]] = {}
    for hint in hints:
        if hint.word in whole:
            points[hint.level] = points.get(hint.level, 0) + hint.weight
            words.setdefault(hint.level, []).append(hint.word)
    best = min(points, key=lambda level: (-points[level], level), default=usual)
    if points.get(best, 0) < SPEAKS_FROM:
        return usual, ()
    return best, tuple(words[best][:3])


@lru_cache(maxsize=8192)
def _form(word: str) -> tuple[bool, str]:
    """Return whether a word is Latin, and the word as it begins in spaced text, or, with Chinese in it, as it is folded."""
    folded = fold(word)
    return (True, f" {_LATIN_GAP.sub(' ', folded).strip()}") if word.isascii() else (False, folded)
