"""The schemes of priorities and the telling words that a desk begins with. What an administrator changed afterwards stays."""

from __future__ import annotations

from typing import Any

from bihuan.flow.triage import schemes
from bihuan.flow.triage.models import HintWord, MatrixCell, PriorityLevel, PriorityScheme, Says
from bihuan.kit.text.delivered import read_delivered

LEVELS = {
    "urgency": (Says.URGENCY, {"high": 1, "low": 3}),
    "scope": (Says.IMPACT, {"company": 1, "department": 2, "person": 3}),
}


def deliver() -> None:
    has_one_in_force = PriorityScheme.objects.filter(is_in_force=True).exists()
    for scheme in schemes.DELIVERED.values():
        is_in_force = scheme is schemes.USUAL and not has_one_in_force
        kept, _is_new = PriorityScheme.objects.get_or_create(
            code=scheme.code,
            defaults={"name_zh": scheme.zh, "name_en": scheme.en, "is_in_force": is_in_force},
        )
        restore(kept, scheme, overwrite=False)
    if not HintWord.objects.exists():
        HintWord.objects.bulk_create(delivered_words(), ignore_conflicts=True)


def restore(kept: PriorityScheme, delivered: schemes.Scheme, *, overwrite: bool = True) -> None:
    """Give a scheme the levels and the matrix that it was delivered with; without `overwrite` only what is missing."""
    levels = [
        PriorityLevel(scheme=kept, rank=one.rank, name_zh=one.zh, name_en=one.en) for one in delivered.levels
    ]
    cells = [
        MatrixCell(scheme=kept, impact=impact, urgency=urgency, priority=priority)
        for (impact, urgency), priority in delivered.cells.items()
    ]
    PriorityLevel.objects.bulk_create(
        levels, **_unless(overwrite, ["scheme", "rank"], ["name_zh", "name_en"])
    )
    MatrixCell.objects.bulk_create(cells, **_unless(overwrite, ["scheme", "impact", "urgency"], ["priority"]))


def _unless(overwrite: bool, key: list[str], fields: list[str]) -> dict[str, Any]:
    """Return how rows are written whose `key` is taken already: over what is there, or not at all."""
    if not overwrite:
        return {"ignore_conflicts": True}
    return {"update_conflicts": True, "unique_fields": key, "update_fields": fields}


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
