from __future__ import annotations

import json
from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bihuan.flow.sla.models import Clock
from bihuan.flow.sla.tests.cast import desk
from bihuan.flow.triage.delivering import deliver as deliver_priorities
from bihuan.flow.triage.models import PriorityScheme
from bihuan.front.api import keys
from bihuan.front.api.models import ApiToken, Scope
from bihuan.front.api.tests.cast import a_token, filing, problem_of, program
from bihuan.front.home.tests.cast import browser_of
from bihuan.ground.calendars.models import Region
from bihuan.ground.people.tests.cast import person
from bihuan.kit.work.models import Heartbeat
from bihuan.tickets.models import Entry, Ticket
from bihuan.tickets.tests.cast import a_ticket, at, stamp

pytestmark = pytest.mark.django_db

# ── the root


def test_the_root_says_what_this_is_and_health_how_it_does(client: Client) -> None:
    assert client.get("/api/").json()["openapi"] == "/api/openapi.json"
    assert client.get("/api/health").status_code == 503
    Heartbeat.beat("worker", timezone.now())

    answer = client.get("/api/health")

    assert (answer.status_code, answer.json()["status"], answer.json()["failing"]) == (200, "ok", [])


def test_the_document_names_every_door_and_needs_nothing_from_elsewhere(client: Client) -> None:
    told = client.get("/api/openapi.json").json()

    assert {"/api/tickets", "/api/tickets/{number}", "/api/me", "/api/health"} <= told["paths"].keys()
    assert "http" not in json.dumps(told).replace('"http"', "")


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("get", "/api", 404, "not-found"),
        ("get", "/api/nothing/here", 404, "not-found"),
        ("delete", "/api/tickets", 405, "method-not-allowed"),
        ("get", "/api/tickets", 401, "no-token"),
        ("get", "/api/tickets/IT-1", 401, "no-token"),
        ("get", "/api/me", 401, "no-token"),
    ],
)
def test_what_does_not_go_is_told_in_one_shape(
    method: str, address: str, status: int, code: str, client: Client
) -> None:
    answer = getattr(client, method)(address)

    assert problem_of(answer, status)["code"] == code


def test_a_fault_of_ours_is_told_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr("bihuan.front.api.tickets.told", fail)
    ticket = a_ticket()

    answer = program(a_token()).get(f"/api/tickets/{ticket.number}")

    assert problem_of(answer, 500)["code"] == "failed"
    assert "secret of the house" not in answer.content.decode()


# ── who may


@pytest.mark.requirement("SEC-082")
def test_a_session_opens_no_door_of_the_api() -> None:
    assert browser_of("陈").get("/api/tickets").status_code == 401


@pytest.mark.requirement("SEC-083")
@pytest.mark.parametrize("how", ["revoked", "expired", "of somebody who left", "mistyped"])
def test_a_token_that_is_over_opens_nothing(how: str) -> None:
    secret = a_token()
    if how == "revoked":
        ApiToken.objects.get().revoke(stamp("09:00"))
    elif how == "expired":
        ApiToken.objects.update(
            created_at=timezone.now() - timedelta(2), expires_at=timezone.now() - timedelta(1)
        )
    elif how == "of somebody who left":
        type(person("陈")).objects.filter(name="陈").update(is_active=False)
    else:
        secret = secret[:-1] + ("a" if secret[-1] != "a" else "b")

    assert problem_of(program(secret).get("/api/me"), 401)["code"] == "no-token"


@pytest.mark.requirement("SEC-083")
def test_a_token_does_what_its_scope_says_and_no_more() -> None:
    browser = program(a_token(scopes=[Scope.TICKETS_READ]))

    assert browser.get("/api/tickets").status_code == 200
    assert problem_of(browser.get("/api/me"), 403)["code"] == "scope-missing"
    assert problem_of(filing(browser), 403)["code"] == "scope-missing"


def test_a_token_used_too_often_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOST_A_MINUTE", 0)

    answer = program(a_token()).get("/api/me")

    assert problem_of(answer, 429)["code"] == "too-often"
    assert 0 < int(answer["Retry-After"]) <= 60


def test_a_use_is_remembered() -> None:
    browser = program(a_token())

    assert browser.get("/api/me").json()["username"] == "chen"

    assert ApiToken.objects.get().last_used_at is not None


# ── reading


@pytest.mark.requirement("SEC-083")
def test_a_program_reads_what_its_person_may_see() -> None:
    mine, other = a_ticket("my printer"), a_ticket("another printer")
    Ticket.objects.filter(pk=other.pk).update(person=person("路人"))

    seen = program(a_token("林")).get("/api/tickets").json()["items"]
    all_seen = program(a_token("陈")).get("/api/tickets").json()["items"]
    not_mine = program(a_token("林")).get(f"/api/tickets/{other.number}")

    assert [ticket["number"] for ticket in seen] == [mine.number]
    assert [ticket["number"] for ticket in all_seen] == [other.number, mine.number]
    assert problem_of(not_mine, 404)["code"] == "not-found"


@pytest.mark.requirement("SEC-062", "REC-06")
def test_the_conversation_has_what_the_person_may_read() -> None:
    ticket = a_ticket()
    Entry.reply(ticket, text="please restart it", stamp=stamp("09:10"))
    Entry.note(ticket, text="it is the old one again", stamp=stamp("09:11"))

    own = program(a_token("林")).get(f"/api/tickets/{ticket.number}").json()
    agents = program(a_token("陈")).get(f"/api/tickets/{ticket.number}").json()

    assert [entry["kind"] for entry in own["entries"]] == ["answer", "reply"]
    assert [entry["kind"] for entry in agents["entries"]] == ["answer", "reply", "note"]
    times = ("submitted", "received", "first_contact", "worked_around")
    assert [own["times"][name] and own["times"][name][11:16] for name in times] == [
        f"{at(clock).astimezone(UTC):%H:%M}" if clock else None for clock in ("09:00", "09:00", "09:10", "")
    ]
    assert own["url"] == f"http://desk.example/desk/tickets/{ticket.number}"


@pytest.mark.requirement("SLA-03")
def test_a_time_that_may_still_change_is_told_as_expected() -> None:
    calendar = desk()["office"]
    ticket = a_ticket()
    due_at = at("2027-01-20 10:00")
    Clock.objects.create(
        ticket=ticket,
        promise="resolution",
        calendar=calendar,
        started_at=at("09:00"),
        allowed=timedelta(1),
        due_at=due_at,
    )
    Ticket.objects.filter(pk=ticket.pk).update(due_at=due_at, due_promise="resolution")
    browser = program(a_token())

    told = []
    for year in (2026, 2027):
        Region.objects.update(confirmed_until=year)
        told.append(browser.get("/api/tickets").json()["items"][0]["due_is_expected"])

    assert told == [True, False]


def test_a_priority_is_told_by_its_rank_and_by_its_name_in_the_scheme_in_force() -> None:
    deliver_priorities()
    ticket, browser = a_ticket(), program(a_token())

    def told(language: str = "en") -> tuple[int, str | None]:
        answer = browser.get(f"/api/tickets/{ticket.number}", headers={"Accept-Language": language}).json()
        return answer["priority"], answer["priority_name"]

    assert told() == (0, None)
    Ticket.objects.filter(pk=ticket.pk).update(priority=2)
    assert told() == (2, "High")
    PriorityScheme.objects.filter(is_in_force=True).update(is_in_force=False)
    PriorityScheme.objects.filter(code="three-levels").update(is_in_force=True)
    assert (told(), told("zh-Hans")) == ((2, "Urgent"), (2, "紧急"))


def test_a_list_comes_in_pages_of_which_none_shifts() -> None:
    numbers = [a_ticket(f"printer {n}").number for n in range(5)]
    browser = program(a_token())

    first = browser.get("/api/tickets?limit=2").json()
    a_ticket("came meanwhile")
    second = browser.get("/api/tickets", {"limit": 2, "cursor": first["next_cursor"]}).json()
    third = browser.get("/api/tickets", {"limit": 2, "cursor": second["next_cursor"]}).json()

    seen = [ticket["number"] for page in (first, second, third) for ticket in page["items"]]
    assert seen == numbers[::-1]
    assert third["next_cursor"] is None


def test_a_list_is_narrowed_by_state() -> None:
    a_ticket()

    browser = program(a_token())

    assert len(browser.get("/api/tickets?state=new").json()["items"]) == 1
    assert browser.get("/api/tickets?state=closed").json()["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("state=odd", "state"),
        ("cursor=nonsense", "cursor"),
        ("cursor=" + "9" * 99, "cursor"),
    ],
)
def test_a_question_that_makes_no_sense_names_the_field(query: str, field: str) -> None:
    told = problem_of(program(a_token()).get(f"/api/tickets?{query}"), 422)

    assert [error["field"] for error in told["errors"]] == [field]


def test_a_list_costs_the_same_queries_however_long(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(60):
        a_ticket(f"printer {n}")
    browser = program(a_token())

    with django_assert_max_num_queries(13):  # eight of them count how often the token is used
        assert len(browser.get("/api/tickets?limit=60").json()["items"]) == 60
