"""What people write is read as the value that the field keeps."""

from datetime import date

import pytest

from bihuan.ground.catalogue.values import NotOfTheField, in_words, read_value

TODAY = date(2026, 9, 28)
SYMPTOMS = [
    {"value": "jam", "zh": "卡纸", "en": "Paper jam"},
    {"value": "offline", "zh": "脱机或打不出来", "en": "Offline or nothing comes out"},
    {"value": "scan", "zh": "扫描不了", "en": "Scanning fails"},
]

pytestmark = [pytest.mark.requirement("REC-07")]


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        ("choice", "卡纸。", "jam"),
        ("choice", "ＰＡＰＥＲ　jam", "jam"),
        ("choice", "offline", "offline"),
        ("choice", "打不出来", "offline"),
        ("bool", "是的！", True),
        ("bool", "没有", False),
        ("bool", "No.", False),
        ("number", "３０人", 30),
        ("number", "约 1,200 台", 1200),
        ("number", "三台", 3),
        ("number", "3.5 GB", 3.5),
        ("date", "2026年11月21日", "2026-11-21"),
        ("date", "２０２６－１１－２１", "2026-11-21"),
        ("date", "1月3号", "2027-01-03"),
        ("date", "Nov 21, 2026", "2026-11-21"),
        ("date", "明天", "2026-09-29"),
        ("text", "  HP M428 ", "HP M428"),
    ],
)
def test_what_was_written_becomes_the_value(kind, said, value):
    assert read_value(kind, said, SYMPTOMS, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("choice", "不是卡纸"),
        ("choice", "纸"),
        ("choice", "ing"),
        ("bool", "也许"),
        ("number", "很多"),
        ("number", "10:30"),
        ("number", "1-2"),
        ("number", "9" * 30),
        ("date", "2026-02-30"),
        ("date", "周五"),
        ("text", "长" * 501),
    ],
)
def test_what_is_not_of_the_field_is_never_guessed(kind, said):
    with pytest.raises(NotOfTheField):
        read_value(kind, said, SYMPTOMS, TODAY)


def test_a_value_is_told_in_the_readers_language_and_an_option_that_is_gone_as_it_stands():
    assert in_words("choice", "jam", SYMPTOMS, is_chinese=True) == "卡纸"
    assert in_words("choice", "gone", SYMPTOMS, is_chinese=True) == "gone"
    assert in_words("bool", True, [], is_chinese=False) == "yes"
