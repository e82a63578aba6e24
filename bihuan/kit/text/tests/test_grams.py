import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kit.text.grams import LONGEST, as_query, as_vector, fold, grams, runs

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
SENTENCE = "用AutoCAD2024打开图纸时报错0x80070005，升级到v5.2.1也不行；打印机HP-LaserJet M428卡纸。"


def finds(words: str, text: str) -> bool:
    """Tell whether the index would find a text: each token asked for is there, or begins one that is."""
    tokens = grams(text)
    asked = [token.replace("''", "'") for token in re.findall(r"'((?:[^']|'')*)'(?::\*)?", as_query(words))]
    prefixes = re.findall(r"'(?:[^']|'')*'(:\*)?", as_query(words))
    return bool(asked) and all(
        any(token.startswith(one) for token in tokens) if prefix else one in tokens
        for one, prefix in zip(asked, prefixes, strict=True)
    )


@pytest.mark.requirement("KNO-02")
@given(st.text(HAN, min_size=2, max_size=30), st.data())
def test_every_stretch_of_two_or_more_characters_is_found(text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))

    assert finds(text[start:end], f"说明：{text}。")


@given(st.text(HAN, min_size=1, max_size=10))
def test_every_single_character_is_found_too(text):
    for character in text:
        assert finds(character, text)


@pytest.mark.requirement("KNO-02")
@pytest.mark.parametrize(
    "words",
    [
        "卡纸",
        "图纸",
        "打印机",
        "纸",
        "AutoCAD2024",
        "autocad",
        "cad",
        "2024",
        "0x80070005",
        "80070005",
        "0X8007",
        "v5.2.1",
        "5.2.1",
        "5.2",
        "V5",
        "laserjet",
        "hp-laser",
        "M428",
        "428",
        "ＡｕｔｏＣＡＤ",
        "０ｘ８００７０００５",
        "卡纸 m428",
        "升级到v5.2.1",
    ],
)
def test_words_and_codes_are_found_as_people_remember_them(words):
    assert finds(words, SENTENCE)


@pytest.mark.parametrize("words", ["打卡", "纸卡", "印刷", "0x80070006", "v5.2.2", "CAT", "utocad", "M429"])
def test_what_is_not_there_is_not_found(words):
    assert not finds(words, SENTENCE)


def test_full_width_and_half_width_upper_and_lower_case_are_the_same():
    assert grams("ＶＰＮ连接Ａ１") == grams("vpn连接a1")
    assert fold("ＶＰＮ　Straße") == "vpn strasse"


def test_a_word_in_the_title_weighs_more_and_stands_once():
    assert as_vector("卡纸 卡纸", "打印") == "'印':1A '打印':1A '卡纸' '纸'"


@pytest.mark.parametrize("words", ["", "  ", "，。！", "___", "🙂", "\x00", "' OR 1=1 --"[:1]])
def test_nothing_is_asked_for_where_nothing_was_said(words):
    assert as_query(words) == ""


def test_encoded_data_does_not_fill_the_index():
    assert grams("x" * (LONGEST + 1)) == set()


def test_the_stretches_of_a_text_stand_in_their_order():
    assert runs("用ＶＰＮ连OA-2系统, ok_1") == ["用", "VPN", "连", "OA-2", "系统", "ok_1"]
