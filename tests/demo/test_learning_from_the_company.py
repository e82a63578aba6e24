"""How often the suggestion is right on the half of the demo company's tickets that it has not learnt from. No database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest

from bihuan.flow.triage.advising import Taught, advise
from bihuan.flow.triage.learning import Example, learn
from bihuan.front.ops.demo.company import company
from bihuan.front.ops.demo.stories import stories
from bihuan.ground.catalogue import delivering
from bihuan.kit.text.delivered import read_delivered

END = datetime(2026, 11, 20, 15)  # noqa: DTZ001 - on the wall clock of the company


@pytest.mark.requirement("TRI-02")
@pytest.mark.parametrize(
    "held_back",
    [lambda told: (told[::2], told[1::2]), lambda told: (told[: len(told) // 2], told[len(told) // 2 :])],
    ids=["every other one", "the later half"],
)
def test_one_half_of_the_companys_tickets_teaches_to_judge_the_other(
    held_back: Callable[[list[Example]], tuple[Sequence[Example], Sequence[Example]]],
) -> None:
    learnt_from, judged = held_back(_of_the_company())
    words = _keywords()
    taught = Taught(learn(learnt_from))

    first, third = _found(judged, words, taught)

    assert first >= 0.95
    assert third >= 0.99
    assert first > _found(judged, words, Taught())[0]  # keywords alone


def _found(judged: Sequence[Example], words: Mapping[str, Any], taught: Taught) -> tuple[float, float]:
    """Return the share of the right ones at the first place, and among the first three."""
    advice = [advise(one.title, one.text, words, taught) for one in judged]
    pairs = [(one.category, told) for one, told in zip(judged, advice, strict=True) if told]
    first = sum(category == told.category for category, told in pairs)
    third = sum(category in (told.category, *told.others) for category, told in pairs)
    return first / len(judged), third / len(judged)


def _of_the_company() -> list[Example]:
    told = stories(7, company(7), 2000, start=date(2026, 5, 20), end=END)
    taken = [one for one in told if not any(step.kind == "turn_away" for step in one.steps)]
    return [Example(one.title, one.description, one.category) for one in taken]


def _keywords() -> dict[str, dict[str, float]]:
    rows = [row for row in read_delivered(delivering.__file__, "categories")["category"] if "team" in row]
    return {
        row["code"]: {
            word: float(weight) for weight, words in row.get("keywords", {}).items() for word in words
        }
        for row in rows
    }
