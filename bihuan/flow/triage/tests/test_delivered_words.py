"""The delivered words of urgency and scope say one thing each. Plain Python, no database."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from bihuan.flow.triage.suggesting import Hint, guess_level

WORDS = tomllib.loads((Path(__file__).parents[1] / "delivered" / "words.toml").read_text(encoding="utf-8"))
LEVELS = {"urgency": {"high": 1, "low": 3}, "scope": {"company": 1, "department": 2, "person": 3}}


def hints(subject: str) -> list[Hint]:
    return [
        Hint(word, level, float(weight))
        for name, level in LEVELS[subject].items()
        for by_weight in WORDS[subject][name].values()
        for weight, words in by_weight.items()
        for word in words
    ]


def test_every_level_has_words_in_chinese_and_in_english() -> None:
    for subject, levels in LEVELS.items():
        assert set(WORDS[subject]) == set(levels)
        for name in levels:
            assert set(WORDS[subject][name]) == {"zh", "en"}
            assert all(words for by_weight in WORDS[subject][name].values() for words in by_weight.values())


def test_no_word_speaks_for_two_levels() -> None:
    for subject in LEVELS:
        told = {level: {hint.word for hint in hints(subject) if hint.level == level} for level in (1, 2, 3)}

        for one, other in combinations(told.values(), 2):
            assert not one & other


@pytest.mark.requirement("TRI-02")
@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("打印机卡纸，比较急，马上开会要用", 1),
        ("不着急，有空的时候帮忙看一下", 3),
        ("显示器偶尔闪一下", 2),
        ("The line is down, please come at once", 1),
        ("This is not urgent, whenever you have time", 3),
        ("My screen flickers", 2),
    ],
)
def test_urgency_is_read_out_of_what_people_say(text: str, urgency: int) -> None:
    level, _words = guess_level("", text, hints("urgency"), 2)

    assert level == urgency


@pytest.mark.requirement("TRI-02")
@pytest.mark.parametrize(
    ("text", "impact"),
    [
        ("全公司OA都登不上", 1),
        ("我们部门都上不了网，好几个人在等", 2),
        ("就我这台不行，其他同事正常", 3),
        ("All departments are affected", 1),
        ("The whole floor has no network", 2),
        ("Only me, colleagues are fine", 3),
    ],
)
def test_scope_is_read_out_of_what_people_say(text: str, impact: int) -> None:
    level, _words = guess_level("", text, hints("scope"), 3)

    assert level == impact
