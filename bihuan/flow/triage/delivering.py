"""The matrix and the telling words that a desk begins with. What an administrator changed afterwards stays."""

from __future__ import annotations

from typing import Any

from bihuan.flow.triage.matrix import FOUR_LEVELS
from bihuan.flow.triage.models import HintWord, MatrixCell, Says
from bihuan.kit.text.delivered import read_delivered

LEVELS = {
    "urgency": (Says.URGENCY, {"high": 1, "low": 3}),
    "scope": (Says.IMPACT, {"company": 1, "department": 2, "person": 3}),
}


def deliver() -> None:
    if not MatrixCell.objects.exists():
        MatrixCell.objects.bulk_create(
            MatrixCell(impact=impact, urgency=urgency, priority=priority)
            for (impact, urgency), priority in FOUR_LEVELS.items()
        )
    if not HintWord.objects.exists():
        HintWord.objects.bulk_create(delivered_words(), ignore_conflicts=True)


def delivered_words() -> list[HintWord]:
    """Return the words as they are delivered, not yet in the database."""
    told: dict[str, Any] = read_delivered(__file__, "words")
    return [
        HintWord(word=word, says=says, level=level, weight=float(weight))
        for name, (says, levels) in LEVELS.items()
        for key, level in levels.items()
        for by_weight in told[name][key].values()
        for weight, words in by_weight.items()
        for word in words
    ]
