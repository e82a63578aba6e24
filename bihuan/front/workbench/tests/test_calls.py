"""The form for a call: what it says while one types, what is wrong with it, and the ticket that it files."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from bihuan.front.workbench.tests.cast import FRAGMENT, a_ticket, person, signed_in
from bihuan.ground.people.models import Person
from bihuan.tickets.models import Ticket
from bihuan.tickets.tests.cast import a_category

pytestmark = pytest.mark.django_db


def sent(**more: str) -> dict[str, str]:
    person("林")
    now = timezone.now()
    return {
        "person": "lin",
        "title": "打印机卡纸",
        "text": "三楼打印机一直卡纸",
        "category": "",
        "impact": "3",
        "urgency": "1",
        "rang_at": (now - timedelta(seconds=40)).isoformat(),
        "answered_at": (now - timedelta(seconds=20)).isoformat(),
        "submission": str(uuid4()),
    } | more


@pytest.mark.requirement("INT-01")
def test_a_call_is_filed_as_a_ticket_and_leads_to_its_page():
    a_category()

    answer = signed_in("陈").post("/desk/calls/new", sent(keeps_it="1", **{"answer-device": "HP M428"}))

    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/desk/tickets/{ticket.number}"
    assert (ticket.channel, ticket.person.username, ticket.urgency) == ("phone", "lin", 1)
    assert ticket.category.code == "hardware.printer"  # by the words
    assert ticket.answers == {"device": "HP M428"}
    assert (ticket.handler, bool(ticket.accepted_at)) == (person("陈"), True)
    assert timedelta(seconds=19) < ticket.call.answered_at - ticket.call.rang_at < timedelta(seconds=21)
    assert ticket.first_contact_at == ticket.call.answered_at


def test_a_form_sent_twice_files_one_ticket():
    a_category()
    agent, form = signed_in("陈"), sent(keeps_it="1")

    first, second = agent.post("/desk/calls/new", form), agent.post("/desk/calls/new", form)

    assert first.headers["Location"] == second.headers["Location"]
    assert Ticket.objects.count() == 1


@pytest.mark.requirement("REC-02")
def test_a_caller_whom_nobody_knows_gets_a_light_record():
    form = sent(person="", is_new="1", name="访客王", phone="138 0013 8000")

    signed_in("陈").post("/desk/calls/new", form)

    caller = Ticket.objects.get().person
    assert (caller.name, caller.phone, caller.is_light) == ("访客王", "138 0013 8000", True)


def test_all_errors_are_named_at_once_beside_their_fields_and_what_was_typed_stays():
    form = sent(
        person="", title="", text="卡纸了", is_new="1", name="", phone="", email="nobody", category="gone"
    )

    answer = signed_in("陈").post("/desk/calls/new", form)

    page = answer.content.decode()
    assert answer.status_code == 422
    for name in ("title", "name", "email", "category"):
        assert f'id="e-{name}"' in page
    assert ">卡纸了</textarea>" in page
    assert 'value="nobody"' in page
    assert not Ticket.objects.exists()


def test_without_a_caller_the_form_asks_who_it_is():
    answer = signed_in("陈").post("/desk/calls/new", sent(person="no-such-person"))

    assert answer.status_code == 422
    assert 'id="e-person"' in answer.content.decode()


def test_times_that_cannot_be_are_put_right():
    a_category()
    later = (timezone.now() + timedelta(hours=1)).isoformat()

    signed_in("陈").post("/desk/calls/new", sent(rang_at=later, answered_at=later))
    signed_in("陈").post("/desk/calls/new", sent(rang_at="nonsense", answered_at=""))

    for ticket in Ticket.objects.all():
        assert ticket.call.rang_at <= ticket.call.answered_at <= ticket.call.ended_at


def test_while_one_types_the_words_choose_a_category_and_its_questions():
    a_category()

    about = signed_in("陈").get("/desk/calls/about", {"title": "打印机卡纸"}, **FRAGMENT).content.decode()

    assert "卡纸、打印机" in about or "打印机、卡纸" in about
    assert 'name="answer-device"' in about
    assert '<hx-partial hx-target="#helps">' in about


def test_a_category_chosen_by_hand_stands_against_the_words():
    a_category()
    other = a_category("network.vpn")

    about = signed_in("陈").get("/desk/calls/about", {"title": "打印机卡纸", "category": other.code})

    assert f'<option value="{other.code}" selected>' in about.content.decode()


def test_who_is_calling_is_shown_with_what_is_open_already():
    ticket = a_ticket("旧的问题")

    caller = signed_in("陈").get("/desk/calls/caller?person=lin").content.decode()

    assert person("林").email in caller
    assert ticket.number in caller


def test_a_telephone_system_names_the_caller_by_the_number():
    person("林", phone="8316")

    known = signed_in("陈").get("/desk/calls/new?caller=8316").content.decode()
    unknown = signed_in("陈").get("/desk/calls/new?caller=02155550000").content.decode()

    assert 'name="person" value="lin"' in known
    assert 'name="person" value=""' in unknown
    assert 'value="02155550000"' in unknown


@pytest.mark.parametrize("count", [1, 60])
def test_the_form_costs_the_same_queries_however_many_people_there_are(django_assert_num_queries, count):
    a_category()
    for nth in range(count):
        Person.objects.create(username=f"p{nth}", name=f"张{nth}", joined_at=timezone.now())
    agent = signed_in("陈")
    agent.get("/desk/people?q=zhang")

    with django_assert_num_queries(3):
        found = agent.get("/desk/people?q=zhang")

    assert found.content.decode().count('role="option"') == min(count, 8)


@pytest.mark.requirement("REC-07")
def test_what_is_required_is_named_while_the_caller_is_there_or_asked_for_later():
    a_category().fields.filter(key="device").update(is_required=True)

    refused = signed_in("陈").post("/desk/calls/new", sent(category="hardware.printer"))
    filed = signed_in("陈").post("/desk/calls/new", sent(category="hardware.printer", asks_later="1"))

    assert refused.status_code == 422
    assert 'id="e-answer-device"' in refused.content.decode()
    assert 'name="asks_later"' in refused.content.decode()
    assert filed.status_code == 302
    assert Ticket.objects.get().answers == {}
