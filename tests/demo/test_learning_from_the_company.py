"""How often the suggestion is right on the half of the demo company's tickets that it has not learnt from. No database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest

from bihuan.flow.triage.advising import Taught, advise, teach
from bihuan.flow.triage.delivering import delivered_words
from bihuan.flow.triage.learning import Example, learn
from bihuan.flow.triage.levels import NO_LEVEL, USUAL_IMPACT, USUAL_URGENCY, TaughtLevel, advise_level
from bihuan.flow.triage.suggesting import Hint
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


@pytest.mark.requirement("TRI-02")
def test_who_is_hit_is_seen_more_often_with_earlier_tickets_and_the_hurry_no_less() -> None:
    """Compare on the later half of the tickets: with words alone, and with what the earlier half taught."""
    told = _of_the_company()
    learnt_from, judged = told[: len(told) // 2], told[len(told) // 2 :]
    hints = _hints()
    taught = teach(learnt_from, {}, hints)

    def right(says: str, usual: int, lesson: TaughtLevel, among: Sequence[Example]) -> float:
        told = [advise_level(one.title, one.text, hints[says], usual, lesson).level for one in among]
        return sum(getattr(one, says) == level for one, level in zip(among, told, strict=True)) / len(among)

    many = [one for one in judged if one.impact < USUAL_IMPACT]
    assert right("impact", USUAL_IMPACT, taught.impact, judged) >= 0.975
    assert right("impact", USUAL_IMPACT, NO_LEVEL, many) < 0.5
    assert right("impact", USUAL_IMPACT, taught.impact, many) >= 0.7
    alone = right("urgency", USUAL_URGENCY, NO_LEVEL, judged)
    assert right("urgency", USUAL_URGENCY, taught.urgency, judged) >= alone - 0.01


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
    return [Example(one.title, one.description, one.category, one.impact, one.urgency) for one in taken]


def _hints() -> dict[str, list[Hint]]:
    found: dict[str, list[Hint]] = {"impact": [], "urgency": []}
    for word in delivered_words():
        found[word.says].append(Hint(word.word, word.level, word.weight))
    return found


def _keywords() -> dict[str, dict[str, float]]:
    rows = [row for row in read_delivered(delivering.__file__, "categories")["category"] if "team" in row]
    return {
        row["code"]: {
            word: float(weight) for weight, words in row.get("keywords", {}).items() for word in words
        }
        for row in rows
    }
