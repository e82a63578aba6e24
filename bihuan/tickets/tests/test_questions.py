import pytest
from django.utils.translation import override

from bihuan.ground.channels.models import OutboundMessage
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Entry, Question
from bihuan.tickets.models.question import answers_in
from bihuan.tickets.tests.cast import a_category, a_ticket, assigned, at, stamp

pytestmark = [pytest.mark.requirement("REC-07")]
ASKED = {"device": "设备型号", "location": "位置"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("设备型号：M428\n位置：三楼", {"device": "M428", "location": "三楼"}),
        ("设备型号: M428", {"device": "M428"}),
        (
            "您好\n1. 设备型号： HP M428 \n2、位置：三楼东侧\n谢谢",
            {"device": "HP M428", "location": "三楼东侧"},
        ),
        ("（1）位置：三楼", {}),
        ("位置：", {}),
        ("位置：\n设备型号：M428", {"device": "M428"}),
        ("我也不知道设备型号", {}),
        ("请看附件", {}),
        ("", {}),
        ("位置：" + "长" * 500, {"location": "长" * 120}),
    ],
)
def test_answers_are_read_where_they_are_plain_to_see(text, found):
    assert answers_in(text, ASKED) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("M428", {"device": "M428"}),
        ("  M428 \n\n", {"device": "M428"}),
        ("device MODEL: m428", {"device": "m428"}),
        ("不太清楚。\n我回头看一下", {}),
        ("长" * 121, {}),
    ],
)
def test_one_short_line_answers_the_only_question(text, found):
    assert answers_in(text, {"device": "Device model"}) == found


def test_a_label_is_no_pattern():
    assert answers_in("C++ (版本)：17", {"x": "C++ (版本)", "y": ".*"}) == {"x": "17"}


@pytest.mark.django_db
def test_asking_writes_to_the_person_and_the_ticket_waits():
    ticket = assigned(a_ticket())

    Question.put(ticket, fields=a_category().fields.all(), text="请问型号和位置？", stamp=stamp("09:20"))

    assert ticket.state == State.WAITING
    assert list(ticket.questions.values_list("key", "label")) == [
        ("device", "设备型号"),
        ("location", "位置"),
    ]
    assert OutboundMessage.objects.get().text == "请问型号和位置？"


@pytest.mark.django_db
def test_the_answer_fills_the_fields_ends_the_wait_and_stands_in_the_history():
    ticket = assigned(a_ticket())
    Question.put(ticket, fields=a_category().fields.all(), text="？", stamp=stamp("09:20"))

    Entry.answer(ticket, text="设备型号：M428\n位置：三楼", stamp=stamp("09:40", by="林"))

    ticket.refresh_from_db()
    assert ticket.answers == {"device": "M428", "location": "三楼"}
    assert ticket.state == State.IN_PROGRESS
    assert ticket.history.filter(kind="ticket.amended", at=at("09:40")).exists()
    assert not ticket.questions.open().exists()


@pytest.mark.django_db
def test_a_question_is_put_in_the_language_of_who_is_asked_and_not_of_who_asks():
    ticket = assigned(a_ticket())

    with override("en"):
        Question.put(ticket, fields=a_category().fields.all(), text="？", stamp=stamp("09:20"))
    Entry.answer(ticket, text="设备型号：M428", stamp=stamp("09:40", by="林"))

    ticket.refresh_from_db()
    assert ticket.answers == {"device": "M428"}


@pytest.mark.django_db
def test_an_answer_to_nothing_asked_fills_nothing():
    ticket = assigned(a_ticket())

    Entry.answer(ticket, text="设备型号：M428", stamp=stamp("09:40", by="林"))

    assert ticket.answers == {}
