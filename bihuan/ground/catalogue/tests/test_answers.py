"""Answers are found where they are plain to see."""

import pytest

from bihuan.ground.catalogue.answers import Wanted, answers_in

pytestmark = [pytest.mark.requirement("REC-07")]

DEVICE = Wanted("device", ("设备型号", "Device model"), ("请问是哪一台打印机？", "Which printer is it?"))
ROOM = Wanted("room", ("房间号", "Room"), ("请问在哪个房间？",))
STORY = Wanted("story", ("经过", "Story"), ("请问经过如何？",), is_long=True)
ASKED = [DEVICE, ROOM, STORY]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("设备型号：M428\n房间号：301", {"device": "M428", "room": "301"}),
        ("房间号: 301", {"room": "301"}),
        ("Room: 301\ndevice MODEL：m428", {"room": "301", "device": "m428"}),
        ("Ｒｏｏｍ：３０１", {"room": "３０１"}),
        ("您好\n1. 设备型号： HP M428 \n（2）房间号=301\n谢谢", {"device": "HP M428", "room": "301"}),
        ("*房间号*：301", {"room": "301"}),
        ("1. M428\n2、301", {"device": "M428", "room": "301"}),
        ("1. M428\n还有别的", {}),
        ("房间号：\n设备型号：M428", {"device": "M428"}),
        ("经过：昨天起\n每次都卡\n\n谢谢", {"story": "昨天起\n每次都卡"}),
        ("设备型号：请问是哪一台打印机？", {}),
        ("设备型号：请问是哪一台打印机？ M428", {"device": "M428"}),
        ("我也不知道设备型号", {}),
        ("", {}),
    ],
)
def test_answers_stand_behind_what_was_asked(text, found):
    assert answers_in(text, ASKED) == found


@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ("> 1. 设备型号：M428\n> 2. 房间号：请问在哪个房间？", {"device": "M428"}),
        (
            "> 1. 设备型号：请问是哪一台打印机？\nM428\n> 2. 房间号：请问在哪个房间？\n> 王",
            {"device": "M428"},
        ),
        ("> 1. 设备型号：请问是哪一台\n> 打印机？\nM428\n", {"device": "M428"}),
        ("> 2. 房间号：请问在哪个房间？ 301", {"room": "301"}),
        ("发件人：服务台\n2. 房间号：请问在哪个房间？301", {"room": "301"}),
        ("> 2. 房间号：请问在哪个房间？\n>\n> 王\n\n林\n", {}),
        (">> 房间号：101", {}),
        ("房间号：101", {}),
    ],
)
def test_answers_stand_among_the_quoted_lines_that_asked(quoted, found):
    assert answers_in("见下", ASKED, quoted=quoted) == found


@pytest.mark.parametrize(
    ("text", "is_first", "found"),
    [
        ("M428", True, {"device": "M428"}),
        ("  M428 \n\n", True, {"device": "M428"}),
        ("M428", False, {}),
        ("不太清楚。\n我回头看一下", True, {}),
        ("长" * 121, True, {}),
    ],
)
def test_one_short_line_answers_the_only_question_if_it_is_the_first_word_since(text, is_first, found):
    assert answers_in(text, [DEVICE], is_first=is_first) == found


def test_a_label_is_no_pattern():
    asked = [Wanted("x", ("C++ (版本)",)), Wanted("y", (".*",))]

    assert answers_in("C++ （版本）：17", asked) == {"x": "17"}
