import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.flow.triage.matrix import FOUR_LEVELS, IMPACTS, URGENCIES, priority_of
from bihuan.flow.triage.suggesting import Hint, Text, guess_category, guess_level

WORDS = {
    "printer": {"打印机": 3, "卡纸": 3, "打印": 2, "printer": 3, "print": 1},
    "vpn": {"vpn": 3, "VPN连不上": 3, "拨入": 2},
    "mail": {"邮箱": 3, "outlook": 3, "收不到": 1},
    "error": {"0x0000011b": 2, "13.20.00": 2, "won't print": 2},
}
URGENT = [
    Hint("紧急", 1, 3),
    Hint("急", 1, 2),
    Hint("asap", 1, 3),
    Hint("不急", 3, 3),
    Hint("今天", 1, 1),
    Hint("客户", 1, 1),
]


@pytest.mark.requirement("TRI-02")
@pytest.mark.parametrize(
    ("title", "text", "category", "words"),
    [
        ("打印机卡纸", "", "printer", ("打印机", "卡纸", "打印")),
        ("求助", "打印机不动了", "printer", ("打印机", "打印")),
        ("Printer jam", "", "printer", ("printer", "print")),
        ("PRINTING fails", "", "printer", ("print",)),
        ("ＶＰＮ拨不上", "", "vpn", ("vpn",)),
        ("vpn连不上了", "", "vpn", ("VPN连不上", "vpn")),
        ("收不到邮件", "邮箱满了", "mail", ("邮箱", "收不到")),
        ("报错0x0000011B", "", "error", ("0x0000011b",)),
        ("面板显示13.20.00", "", "error", ("13.20.00",)),
        ("It won’t print", "", "error", ("won't print",)),
    ],
)
def test_what_it_is_about_is_told_by_its_words_the_strongest_first(title, text, category, words):
    guess = guess_category(title, text, WORDS)

    assert guess is not None
    assert (guess.category, guess.words) == (category, words)


@pytest.mark.parametrize(
    "title", ["", "请假", "sprint planning", "blueprints", "footprint", "OutLooking", "🙂"]
)
def test_where_no_word_speaks_nothing_is_guessed(title):
    words = {"printer": {"print": 3}, "mail": {"outlook app": 3}}

    assert guess_category(title, "", words) is None


def test_a_latin_word_counts_where_a_word_begins_and_a_chinese_one_anywhere():
    text = Text("重装了Print-Spooler，驱动打印机印不出")

    assert "print" in text
    assert "spool" in text
    assert "印机" in text
    assert "rint" not in text


def test_a_word_in_the_title_weighs_more_than_two_in_the_text_of_another():
    assert guess_category("打印机", "邮箱", WORDS).category == "printer"


def test_of_two_alike_the_first_by_name_is_taken_every_time():
    assert guess_category("甲", "", {"b": {"甲": 1}, "a": {"甲": 1}}).category == "a"


@pytest.mark.parametrize(
    ("title", "text", "is_sure"),
    [
        ("打印机卡纸", "", True),
        ("", "打印机", False),
        ("打印机", "outlook邮箱收不到", False),
        ("", "收不到", False),
    ],
)
def test_a_guess_is_sure_when_it_is_strong_and_the_next_is_far_behind(title, text, is_sure):
    assert guess_category(title, text, WORDS).is_sure == is_sure


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("紧急！打印机坏了", 1, ("紧急", "急")),
        ("请ASAP处理", 1, ("asap",)),
        ("不急，有空再看", 3, ("不急",)),
        ("今天坏了", 2, ()),
        ("今天客户要来", 1, ("今天", "客户")),
        ("打印机坏了", 2, ()),
        ("", 2, ()),
    ],
)
def test_a_level_is_told_by_its_words_and_a_hint_alone_is_no_word(text, level, words):
    assert guess_level("", text, URGENT, usual=2) == (level, words)


def test_of_two_levels_alike_the_more_pressing_is_taken():
    assert guess_level("甲乙", "", [Hint("甲", 3, 2), Hint("乙", 1, 2)], usual=2)[0] == 1


@given(st.text(max_size=100), st.text(max_size=100))
def test_any_text_can_be_looked_at(title, text):
    guess = guess_category(title, text, WORDS)

    assert guess is None or (guess.points > 0 and guess.words)
    assert guess_level(title, text, URGENT, usual=2)[0] in (1, 2, 3)


@pytest.mark.requirement("TRI-03")
@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [(1, 1, 1), (1, 2, 1), (1, 3, 2), (2, 1, 1), (2, 2, 2), (2, 3, 3), (3, 1, 2), (3, 2, 3), (3, 3, 4)],
)
def test_each_cell_of_the_delivered_matrix(impact, urgency, priority):
    assert priority_of(impact, urgency) == priority


@pytest.mark.requirement("TRI-03")
def test_more_impact_or_more_urgency_never_makes_a_ticket_less_important():
    for impact in IMPACTS:
        for urgency in URGENCIES:
            here = FOUR_LEVELS[impact, urgency]
            assert here <= FOUR_LEVELS.get((impact + 1, urgency), 4)
            assert here <= FOUR_LEVELS.get((impact, urgency + 1), 4)


def test_a_scheme_without_a_cell_is_an_error_and_not_a_guess():
    with pytest.raises(KeyError):
        priority_of(1, 4)
