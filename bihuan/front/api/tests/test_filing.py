from __future__ import annotations

import pytest

from bihuan.front.api.tests.cast import KEY, a_token, filing, problem_of, program
from bihuan.ground.people.tests.cast import person
from bihuan.tickets.models import Ticket
from bihuan.tickets.tests.cast import a_category

pytestmark = pytest.mark.django_db


def test_a_program_files_a_ticket_once_however_often_it_asks() -> None:
    browser = program(a_token("林"))

    first, again = filing(browser), filing(browser)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first["Location"] == f"/api/tickets/{first.json()['number']}"
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.person.name) == ("Disk full", "林")
    assert ticket.history.first().via == "api"


def test_a_key_that_comes_back_with_something_else_is_refused() -> None:
    browser = program(a_token())
    filing(browser)

    told = problem_of(filing(browser, title="Disk gone"), 409)

    assert told["code"] == "idempotency-key-reused"
    assert Ticket.objects.count() == 1


def test_the_same_key_of_another_person_is_another_ticket() -> None:
    filing(program(a_token("陈")))
    filing(program(a_token("林")))

    assert Ticket.objects.count() == 2


@pytest.mark.requirement("SEC-060")
def test_who_works_at_the_desk_files_for_others_and_nobody_else_does() -> None:
    person("林"), person("路人")

    for_lin = filing(program(a_token("陈")), person="lin@yunhe.example")
    refused = filing(program(a_token("林")), person="stranger")

    assert for_lin.json()["person"]["name"] == "林"
    assert problem_of(refused, 422)["errors"][0]["field"] == "person"


def test_a_category_is_named_by_its_code() -> None:
    a_category()
    browser = program(a_token())

    assert filing(browser, category="hardware.printer").json()["category"] == "hardware.printer"
    assert problem_of(filing(browser, "key-0002", category="none"), 422)["errors"][0]["field"] == "category"


def test_what_is_missing_is_named_all_at_once() -> None:
    answer = program(a_token()).post("/api/tickets", "{}", content_type="application/json")

    fields = {error["field"] for error in problem_of(answer, 422)["errors"]}
    assert any("title" in field for field in fields)
    assert any("dempotency" in field for field in fields)


def test_what_is_no_json_is_told_so() -> None:
    browser = program(a_token())

    answer = browser.post(
        "/api/tickets", "{", content_type="application/json", headers={"Idempotency-Key": KEY}
    )

    problem_of(answer, 400)


def test_a_title_of_blanks_is_refused_by_the_verb_itself() -> None:
    told = problem_of(filing(program(a_token()), title="   "), 409)

    assert told["code"] == "nothing-said"
    assert told["errors"] == [{"field": "title", "detail": "needed"}]
