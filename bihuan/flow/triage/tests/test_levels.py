"""What earlier tickets teach about impact and urgency. Plain Python, no database."""

from __future__ import annotations

import json

import pytest

from bihuan.flow.triage.advising import Taught, teach
from bihuan.flow.triage.learning import Example
from bihuan.flow.triage.levels import NO_LEVEL, USUAL_IMPACT, Alike, LevelAdvice, advise_level
from bihuan.flow.triage.school import teach_apart
from bihuan.flow.triage.suggesting import Hint

WORDS = [Hint("全公司", 1, 3)]
HINTS = {"impact": WORDS, "urgency": ()}


def earlier(title: str, impact: int, times: int = 12, **more: int) -> list[Example]:
    return [Example(title, "", "x", impact, **more)] * times


def advice(title: str, taught: Taught) -> LevelAdvice:
    return advise_level(title, "", WORDS, USUAL_IMPACT, taught.impact)


FLOORS = earlier("三楼断网了", 2) + earlier("打印机卡纸", 3, times=36)


@pytest.mark.requirement("TRI-02")
def test_an_impact_is_suggested_by_earlier_tickets_where_its_words_are_silent():
    taught = teach(FLOORS, {}, HINTS)

    told = advice("五楼断网了", taught)

    assert (told.level, told.right, told.of) == (2, 12, 12)
    assert "断网" in told.words


@pytest.mark.requirement("TRI-02")
def test_words_that_somebody_chose_lead_and_say_how_often_they_were_right():
    taught = teach(
        FLOORS + earlier("全公司断网了", 1, times=6) + earlier("全公司通知", 3, times=2), {}, HINTS
    )

    assert advice("全公司三楼断网了", taught) == LevelAdvice(1, ("全公司",), 6, 8)


def test_a_history_that_misleads_more_often_than_it_helps_is_not_listened_to():
    noise = earlier("断网了", 2, times=8) + earlier("断网了", 3, times=12) + earlier("卡纸", 3, times=4)

    told = advice("断网了", teach(noise, {}, HINTS))

    assert (told.level, told.words) == (USUAL_IMPACT, ())
    assert told.of >= told.right > 0  # how many like it were as usual


@pytest.mark.parametrize(
    ("level", "alike", "tells"),
    [
        (2, Alike(right=4, as_usual=3, of=8), True),
        (2, Alike(right=4, as_usual=4, of=8), True),
        (2, Alike(right=3, as_usual=4, of=8), False),
        (2, Alike(right=4, as_usual=0, of=4), False),
        (4, Alike(right=4, as_usual=4, of=8), False),
    ],
    ids=[
        "more were so",
        "in doubt the more pressing",
        "more were as usual",
        "too few",
        "in doubt not the less",
    ],
)
def test_the_history_is_listened_to_where_it_was_counted_that_this_helps(level, alike, tells):
    assert alike.tell(level, usual=3) == tells


@pytest.mark.parametrize(
    "examples",
    [[], earlier("断网了", 2), earlier("断网了", 2) + earlier("卡纸", 3, times=2), earlier("x", 0)],
)
def test_nothing_is_learnt_where_there_are_not_two_levels_with_a_few_tickets_each(examples: list[Example]):
    taught = teach(examples, {}, HINTS)

    assert taught.impact == NO_LEVEL
    assert advice("断网了", taught) == LevelAdvice(USUAL_IMPACT)


def test_what_is_learnt_in_a_child_and_kept_as_json_is_what_is_learnt_here():
    here = teach(FLOORS, {}, HINTS)

    assert teach_apart(FLOORS, {}, HINTS).as_json() == here.as_json()
    assert Taught.from_json(json.loads(json.dumps(here.as_json()))).as_json() == here.as_json()


def test_what_an_older_release_learnt_is_read_and_says_nothing_about_levels():
    told = teach(FLOORS, {}).as_json()
    del told["impact"], told["urgency"]

    assert Taught.from_json(told).impact == NO_LEVEL
