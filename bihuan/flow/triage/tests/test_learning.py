"""What earlier tickets teach, judged on those it has not seen. Plain Python, no database."""

from __future__ import annotations

import pytest

from bihuan.flow.triage.advising import Advice, Taught, advise, teach
from bihuan.flow.triage.learning import NOTHING, Example, learn
from bihuan.flow.triage.school import teach_apart

PRINTER = [
    Example("三楼打印机卡纸", "打不出来", "printer"),
    Example("打印机又卡纸了", "纸拿不出来", "printer"),
] * 12
NETWORK = [
    Example("上不了网", "网页打不开", "network"),
    Example("无线连不上", "会议室没有信号", "network"),
] * 12
BOTH = {"printer": {"打印机": 3.0}, "network": {"上不了网": 3.0}}


def test_a_text_is_taken_for_what_earlier_ones_like_it_were():
    taught = teach(PRINTER + NETWORK, {})

    advice = advise("纸又拿不出来", "", {"printer": {}, "network": {}}, taught)

    assert advice is not None
    assert (advice.category, advice.others) == ("printer", ("network",))
    assert "拿不" in advice.words


def test_a_suggestion_says_how_many_like_it_were_right():
    taught = teach(PRINTER + NETWORK, BOTH)

    advice = advise("打印机卡纸", "", BOTH, taught)

    assert advice is not None
    assert advice.words == ("打印机",)
    assert (advice.right, advice.of) == (24, 24)
    assert advice.is_sure


def test_without_a_history_the_keywords_speak_alone():
    advice = advise("打印机坏了", "", BOTH, Taught())

    assert advice == Advice("printer", (), ("打印机",), is_sure=True)
    assert advise("您好", "", BOTH, Taught()) is None


@pytest.mark.parametrize("examples", [[], PRINTER, PRINTER + NETWORK[:2]])
def test_nothing_is_learnt_from_fewer_than_two_kinds(examples: list[Example]):
    assert learn(examples) == NOTHING
    assert teach(examples, BOTH) == Taught()


def test_what_is_retired_is_not_suggested():
    taught = teach(PRINTER + NETWORK, BOTH)

    advice = advise("打印机卡纸", "", {"network": {"上不了网": 3.0}}, taught)

    assert advice is None or advice.category == "network"


def test_a_new_category_is_suggested_by_its_keywords():
    taught = teach(PRINTER + NETWORK, BOTH)

    advice = advise("打卡机坏了，门禁打不开", "", BOTH | {"access": {"门禁": 3.0, "打卡机": 3.0}}, taught)

    assert advice is not None
    assert advice.category == "access"


def test_what_is_learnt_in_a_child_is_what_is_learnt_here():
    examples = PRINTER + NETWORK

    assert teach_apart(examples, BOTH).as_json() == teach(examples, BOTH).as_json()
