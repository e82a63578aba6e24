"""A call: who rang, the ticket that is made of it, and who works on it."""

from datetime import timedelta

import pytest

from bihuan.flow.intake.calling import caller_of, take_call
from bihuan.flow.intake.tests.cast import desk
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import at, person, stamp
from bihuan.tickets.models import Assignment, Ticket
from bihuan.tickets.tests.cast import a_category


@pytest.fixture(autouse=True)
def box(db):
    return desk()


def called(**more: object) -> Ticket:
    said = {"person": person("林"), "title": "打印机卡纸", "stamp": stamp("09:05")}
    times = {"rang_at": at("09:00"), "answered_at": at("09:01")}
    return take_call(**said | times | more)


@pytest.mark.requirement("INT-01")
def test_a_call_is_filed_with_the_times_it_rang_was_answered_and_ended():
    ticket = called()

    call = ticket.call
    assert (call.rang_at, call.answered_at, call.ended_at) == (at("09:00"), at("09:01"), at("09:05"))
    assert call.by == person("陈")
    assert ticket.channel == "phone"


def test_to_answer_a_call_is_the_first_contact():
    assert called().first_contact_at == at("09:01")


def test_who_answers_may_keep_the_ticket_and_has_accepted_it():
    ticket = called(category=a_category(), keeps_it=True)

    ticket.refresh_from_db()
    assignment = Assignment.objects.get()
    assert (ticket.handler, ticket.team.code, ticket.state) == (person("陈"), "desk", "in_progress")
    assert assignment.accepted_at == at("09:05")


def test_otherwise_the_ticket_is_left_to_those_whom_it_concerns():
    ticket = called(category=a_category())

    assert (ticket.handler, ticket.team) == (None, None)


def test_a_caller_known_by_the_address_is_no_new_person():
    person("林")

    found = caller_of(
        name="林", phone="8316", email="LIN@yunhe.example", language="zh-hans", stamp=stamp("09:05")
    )

    assert found == person("林")


def test_two_unknown_callers_of_the_same_name_are_two_people():
    for _nth in range(2):
        caller_of(name="访客", phone="8316", email="", language="en", stamp=stamp("09:05"))

    assert Person.objects.filter(name="访客", phone="8316", is_light=True, language="en").count() == 2


def test_a_form_sent_twice_is_one_call():
    submission = "7f1d2b3c-0000-4000-8000-000000000001"

    first = called(submission=submission, keeps_it=True, category=a_category())
    second = called(submission=submission, keeps_it=True, category=a_category(), stamp=stamp("09:06"))

    assert first == second
    assert Assignment.objects.count() == 1
    assert first.call.ended_at - first.call.answered_at == timedelta(minutes=4)
