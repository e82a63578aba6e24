import pytest
from django.utils.translation import override

from bihuan.ground.catalogue.models import CategoryVersion, content_of
from bihuan.ground.channels.models import OutboundMessage
from bihuan.tickets.answering import Became
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Entry, Question
from bihuan.tickets.tests.cast import a_category, a_ticket, assigned, at, person, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-07")]


def test_asking_writes_to_the_person_and_the_ticket_waits():
    ticket = assigned(a_ticket())

    Question.put(ticket, fields=a_category().fields.all(), text="请问型号和位置？", stamp=stamp("09:20"))

    assert ticket.state == State.WAITING
    assert list(ticket.questions.values_list("key", "label")) == [
        ("device", "设备型号"),
        ("location", "位置"),
    ]
    assert OutboundMessage.objects.get().text == "请问型号和位置？"


def test_the_answer_fills_the_fields_ends_the_wait_and_stands_in_the_history():
    ticket = assigned(a_ticket())
    Question.put(ticket, fields=a_category().fields.all(), text="？", stamp=stamp("09:20"))

    Entry.answer(ticket, text="设备型号：M428\n位置：三楼", stamp=stamp("09:40", by="林"))

    ticket.refresh_from_db()
    assert ticket.answers == {"device": "M428", "location": "三楼"}
    assert ticket.state == State.IN_PROGRESS
    assert ticket.history.filter(kind="ticket.amended", at=at("09:40")).exists()
    assert not ticket.questions.open().exists()


def test_a_question_is_put_in_the_language_of_who_is_asked_and_not_of_who_asks():
    ticket = assigned(a_ticket())

    with override("en"):
        Question.put(ticket, fields=a_category().fields.all(), text="？", stamp=stamp("09:20"))
    Entry.answer(ticket, text="设备型号：M428", stamp=stamp("09:40", by="林"))

    ticket.refresh_from_db()
    assert ticket.answers == {"device": "M428"}


def test_an_answer_to_nothing_asked_fills_nothing():
    ticket = assigned(a_ticket())

    Entry.answer(ticket, text="设备型号：M428", stamp=stamp("09:40", by="林"))

    assert ticket.answers == {}


def a_form():
    """Return the printer category's fields, with a choice and a number among them."""
    category = a_category()
    options = [{"value": "jam", "zh": "卡纸", "en": "Paper jam"}]
    more = [
        {"key": "symptom", "type": "choice", "label_zh": "现象", "label_en": "Symptom", "options": options},
        {"key": "pages", "type": "number", "label_zh": "页数", "label_en": "Pages"},
    ]
    content = content_of(category)
    CategoryVersion.keep(category, content | {"fields": [*content["fields"], *more]}, stamp("08:00"))
    return list(category.fields.order_by("position"))


def test_each_answer_becomes_its_fields_value_and_the_history_says_whose_and_from_which_message():
    form = a_form()
    ticket = assigned(a_ticket())
    Question.put(ticket, fields=form, text="？", stamp=stamp("09:20"))

    said = Entry.answer(ticket, text="现象：Paper Jam\n页数：约３０页", stamp=stamp("09:40", by="林"))

    event = ticket.history.get(kind="ticket.amended")
    assert ticket.answers == {"symptom": "jam", "pages": 30}
    assert (event.by, event.facts["entry"]) == (person("林"), said.pk)
    assert [(one["zh"], one["said_zh"], one["said_en"]) for one in event.facts["filled"]] == [
        ("现象", "卡纸", "Paper jam"),
        ("页数", "30", "30"),
    ]
    assert set(ticket.questions.open().values_list("key", flat=True)) == {"device", "location"}


def test_what_somebody_filled_in_since_stays_until_an_agent_takes_the_answer():
    form = a_form()
    ticket = assigned(a_ticket())
    Question.put(ticket, fields=form, text="？", stamp=stamp("09:20"))
    ticket.amend(answers={"pages": 12}, stamp=stamp("09:30"))

    Entry.answer(ticket, text="页数：30", stamp=stamp("09:40", by="林"))
    differing = Question.objects.get(key="pages")
    before = dict(ticket.answers)
    differing.settle(is_taken=True, stamp=stamp("09:50"))
    differing.settle(is_taken=False, stamp=stamp("09:51"))

    ticket.refresh_from_db()
    differing.refresh_from_db()
    assert (before, ticket.answers) == ({"pages": 12}, {"pages": 30})
    assert (differing.said, differing.became) == ("30", Became.FILLED)


def test_an_answer_that_does_not_fit_is_kept_in_the_persons_words_and_fills_nothing():
    form = a_form()
    ticket = assigned(a_ticket())
    Question.put(ticket, fields=form, text="？", stamp=stamp("09:20"))

    said = Entry.answer(ticket, text="现象：冒烟\n页数：很多", stamp=stamp("09:40", by="林"))

    kept = Question.objects.filter(became=Became.UNFIT).order_by("pk")
    assert ticket.answers == {}
    assert list(kept.values_list("said", "entry")) == [("冒烟", said.pk), ("很多", said.pk)]


def test_a_word_that_answers_nothing_leaves_the_question_open_and_later_thanks_fill_nothing():
    form = a_form()
    ticket = assigned(a_ticket())
    Question.put(ticket, fields=form[:1], text="？", stamp=stamp("09:20"))

    Entry.answer(ticket, text="我回头看一下\n稍等", stamp=stamp("09:40", by="林"))
    Entry.answer(ticket, text="谢谢", stamp=stamp("09:41", by="林"))
    Entry.answer(ticket, text="设备型号：M428", stamp=stamp("09:50", by="林"))

    assert ticket.answers == {"device": "M428"}


def test_asked_again_the_last_question_stands():
    ticket = assigned(a_ticket())
    for clock in ("09:20", "09:30"):
        Question.put(ticket, fields=a_category().fields.all()[:1], text="？", stamp=stamp(clock))

    assert ticket.questions.open().get().asked_at == at("09:30")
