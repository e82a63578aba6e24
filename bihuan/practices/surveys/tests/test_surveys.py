import threading

import pytest
from django.db import IntegrityError, connection, transaction

from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.ground.channels.models import OutboundMessage, Purpose
from bihuan.ground.notices.models import Notice
from bihuan.kit.vault.tokens import digest_of
from bihuan.practices.surveys.models import RatedAlready, RatingIncomplete, Survey
from bihuan.tickets.models import Resolution, Ticket, close, reopen
from bihuan.tickets.tests.cast import a_ticket, assigned, at, person, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CLS-03")]


@pytest.fixture(autouse=True)
def closing_words(db):
    ReplyTemplate.objects.create(code="closed", body_zh="{{number}}已关闭。", body_en="{{number}} is closed.")


def end(ticket: Ticket, clock: str = "12:30") -> Ticket:
    """Close the ticket."""
    Resolution.propose(
        ticket, solution="换件", cause="磨损", verification="试打", spent_minutes=20, stamp=stamp("11:00")
    )
    ticket.resolutions.standing().update(knowledge="none_needed")
    Ticket.objects.filter(pk=ticket.pk).update(state="confirmed", confirmed_at=at("12:00"))
    close(ticket, stamp(clock))
    return ticket


def closed() -> Ticket:
    return end(assigned(a_ticket()))


def token_in_the_letter() -> str:
    letter = OutboundMessage.objects.get(purpose=Purpose.SURVEY)
    return letter.text.rpartition("/rate/")[2].rstrip(")")


def answered(clock: str = "14:00", **marks) -> Survey:
    survey = Survey.objects.by_token(token_in_the_letter()).get()
    survey.answer(**{"overall": 5} | marks, stamp=stamp(clock, by="林"))
    return survey


def test_whoever_asked_is_asked_how_it_was_as_soon_as_the_ticket_is_closed():
    ticket = closed()

    letter = OutboundMessage.objects.get(purpose=Purpose.SURVEY)
    assert (letter.address, letter.written_at, letter.about) == (
        "lin@yunhe.example",
        at("12:30"),
        f"ticket:{ticket.pk}",
    )
    assert f"{ticket.number}已关闭。" in letter.text


def test_once_a_ticket_however_often_it_is_closed():
    ticket = closed()
    reopen(ticket, stamp("13:00", by="林"))

    end(ticket, "15:00")

    assert (Survey.objects.count(), OutboundMessage.objects.filter(purpose=Purpose.SURVEY).count()) == (1, 1)


def test_the_link_opens_its_survey_and_the_token_is_nowhere_kept():
    ticket = closed()

    token = token_in_the_letter()

    survey = Survey.objects.get()
    assert Survey.objects.by_token(token).get().ticket == ticket
    assert survey.token_digest == digest_of(token) != token


@pytest.mark.parametrize("wrong", ["", "x", "%", "_", "*", "0", "None", "' OR 1=1 --"])
def test_a_wrong_token_opens_nothing(wrong):
    closed()

    assert not Survey.objects.by_token(wrong).exists()
    assert not Survey.objects.by_token(token_in_the_letter()[:-1]).exists()
    assert not Survey.objects.by_token(Survey.objects.get().token_digest).exists()


def test_an_answer_keeps_the_marks_and_the_words_and_stands_in_the_history():
    closed()

    answered(overall=4, speed=5, skill=3, manner=4, words="  来得快  ")

    survey = Survey.objects.get()
    assert (survey.overall, survey.speed, survey.skill, survey.manner) == (4, 5, 3, 4)
    assert (survey.words, survey.answered_at) == ("来得快", at("14:00"))
    event = survey.ticket.history.get(kind="survey.rated")
    assert (event.said.overall, event.said.speed, event.by) == (4, 5, person("林"))


def test_the_overall_mark_is_enough():
    closed()

    answered(overall=3)

    assert (Survey.objects.get().overall, Survey.objects.get().speed) == (3, None)


def test_it_is_answered_once():
    closed()
    answered(overall=5)

    with pytest.raises(RatedAlready):
        answered(overall=1)

    assert Survey.objects.get().overall == 5


@pytest.mark.parametrize(
    "marks",
    [
        {"overall": None},
        {"overall": 0},
        {"overall": 6},
        {"overall": -1},
        {"speed": 0},
        {"manner": 6},
        {"skill": 99},
    ],
)
def test_a_mark_off_the_scale_is_refused(marks):
    closed()

    with pytest.raises(RatingIncomplete):
        answered(**marks)

    assert not Survey.objects.answered().exists()


@pytest.mark.parametrize(
    "change",
    [{"overall": 6, "answered_at": at("14:00")}, {"speed": 0}, {"overall": 3}, {"answered_at": at("14:00")}],
)
def test_the_database_keeps_to_the_scale_and_knows_what_was_answered(change):
    closed()

    with pytest.raises(IntegrityError, match="survey_"), transaction.atomic():
        Survey.objects.update(**change)


def test_who_handled_it_hears_how_it_was():
    ticket = closed()

    answered(overall=2)

    notice = Notice.objects.get(kind="rated")
    assert (notice.to, notice.path) == (person("陈"), f"/desk/tickets/{ticket.number}")
    assert "2" in notice.title


def test_who_has_no_address_has_a_survey_and_no_letter():
    person("林", email="")

    closed()

    assert Survey.objects.exists()
    assert not OutboundMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one():
    closed()
    token, barrier, refused = token_in_the_letter(), threading.Barrier(2), []

    def rate(mark: int) -> None:
        survey = Survey.objects.by_token(token).get()
        signed = stamp("14:00", by="林")
        barrier.wait()
        try:
            survey.answer(overall=mark, stamp=signed)
        except RatedAlready as trouble:
            refused.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=rate, args=(mark,)) for mark in (1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert Survey.objects.get().ticket.history.filter(kind="survey.rated").count() == 1
