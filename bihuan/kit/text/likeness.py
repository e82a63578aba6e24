"""How well texts answer a question asked in whole sentences, of which none holds every word. Plain Python.

BM25 over the pairs of `grams` (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009,
3.4), with a word in the title counted as several in the text.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from bihuan.kit.text.grams import LONGEST, latin_parts, runs

TITLE = 5  # times a word in the title counts
SATURATION, LENGTH = 2.0, 0.75  # BM25's k1 and b
ENOUGH = 8  # words of a question that a text may be asked to hold: a long story holds much beside the point
APART = 0.5  # what a pair is worth whose neighbours are missing: 无法 is in everything, 无法打印 is not
# Characters that join words: a pair that holds one says nothing of what is asked for.
JOINING = set(
    "的了是在我你您他她它吗呢吧啊么嘛把被请和与及或就也都还很这那哪些个为以从到对让给向而但若如何怎谁"
)


class Question:
    """What somebody wrote, as the pairs and words by which it is looked for."""

    def __init__(self, words: str, *, most: int = 1000) -> None:
        self.stretches = [_in_order(run) for run in runs(words) if len(run) <= LONGEST or run[0] >= "\u3400"]
        self.grams = list(dict.fromkeys(gram for stretch in self.stretches for gram in stretch))[:most]
        self._telling = {gram for gram in self.grams if _tells(gram)} or set(self.grams)

    def needs(self, rarity: Mapping[str, float]) -> float:
        """Return how much weighs what a text that answers may be expected to hold."""
        return sum(sorted((rarity[gram] for gram in self._telling), reverse=True)[:ENOUGH])

    def is_held_by(self, held: Collection[str], rarity: Mapping[str, float]) -> float:
        """Return how much weighs what a text holds of it; a pair in a longer phrase counts whole, one by itself less."""
        weights: dict[str, float] = {}
        for stretch in self.stretches:
            for place, gram in enumerate(stretch):
                if gram not in held or gram not in self._telling:
                    continue
                beside = stretch[max(0, place - 1) : place] + stretch[place + 1 : place + 2]
                is_whole = gram[0] < "\u3400" or any(other in held for other in beside)
                weights[gram] = max(weights.get(gram, 0.0), rarity[gram] * (1 if is_whole else APART))
        return sum(weights.values())


def rarities(counts: Mapping[str, int], texts: int) -> dict[str, float]:
    """Return how much each word tells, from how many of all texts hold it (BM25's idf, never negative)."""
    return {word: math.log(1 + (texts - n + 0.5) / (n + 0.5)) for word, n in counts.items()}


def fitness(rarity: Mapping[str, float], times: Mapping[str, float], length: float) -> float:
    """Return how well a text fits.

    :param times: how often each word stands in it
    :param length: its length as a share of the usual one
    """
    norm = SATURATION * (1 - LENGTH + LENGTH * length)
    return sum(
        rarity[word] * count * (SATURATION + 1) / (count + norm) for word, count in times.items() if count
    )


def _in_order(run: str) -> list[str]:
    if run[0] < "\u3400":
        return list(dict.fromkeys(latin_parts(run)))
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _tells(gram: str) -> bool:
    """Tell whether two texts that share it have something in common: not by a joining word, nor by a floor's number."""
    return JOINING.isdisjoint(gram) and not (len(gram) <= 2 and gram.isdecimal())
