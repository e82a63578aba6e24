"""The pages on which an administrator says who is told what."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bihuan.front.home.tests.cast import browser_of
from bihuan.front.hooks.models import Delivery, DeliveryState, Hook
from bihuan.front.hooks.patience import PAUSED_AFTER
from bihuan.front.hooks.tests.cast import a_hook, a_token
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.people.tests.cast import person
from bihuan.tickets.tests.cast import a_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-07")]
SECRET = re.compile(r"bhwh_[\w-]{43}")


@pytest.fixture
def zhou() -> Client:
    """Return the administrator's browser, who reads English."""
    person("周", language="en")
    return browser_of("周")


def filled(**changes: object) -> dict[str, object]:
    return {
        "name": "OA",
        "url": "https://oa.example/desk",
        "kinds": ["ticket.filed", "ticket.closed"],
        "is_active": "1",
    } | changes


@pytest.mark.requirement("SEC-083")
def test_a_secret_is_shown_once_when_it_is_made_and_stands_sealed_and_in_no_record(zhou: Client) -> None:
    made = zhou.post(reverse("hook-new"), filled(token=a_token().pk))
    hook = Hook.objects.get()
    page = reverse("hook", args=[hook.pk])
    changed = zhou.post(reverse("hook-secret", args=[hook.pk]))
    zhou.post(page, filled(token=hook.token_id, kinds=["ticket.closed"]))

    secrets = [set(SECRET.findall(answer.content.decode())) for answer in (made, changed)]
    hook.refresh_from_db()
    assert made.status_code == 201
    assert [len(one) for one in secrets] == [1, 1]
    assert secrets[0] != secrets[1]
    assert {hook.secret} == secrets[1]
    later = [zhou.get(one).content.decode() for one in (page, reverse("hooks"), reverse("desk-record"))]
    told = [*later, str(list(DeskEvent.objects.values())), str(list(Hook.objects.values()))]
    assert not [text for text in told if SECRET.search(text)]
    assert [one.facts["did"] for one in DeskEvent.objects.order_by("pk")] == ["set_up", "changed", "changed"]
    assert DeskEvent.objects.latest("pk").facts["changes"] == {
        "kinds": ["ticket.filed, ticket.closed", "ticket.closed"]
    }


def test_all_that_is_wrong_is_said_at_once_beside_the_fields(zhou: Client) -> None:
    wrong = filled(name="", url="ftp://oa.example", kinds=["ticket.noted"])

    shown = zhou.post(reverse("hook-new"), wrong)

    assert shown.status_code == 422
    assert shown.content.decode().count('class="field-error"') == 4
    assert not Hook.objects.exists()


def test_a_token_that_may_not_read_tickets_is_not_offered(zhou: Client) -> None:
    token = a_token(scope="profile:read")

    assert "There is no token" in zhou.get(reverse("hook-new")).content.decode()
    assert zhou.post(reverse("hook-new"), filled(token=token.pk)).status_code == 422


def test_the_log_tells_what_became_of_each_and_sends_again(zhou: Client) -> None:
    hook = a_hook()
    a_ticket()
    one = Delivery.objects.get()
    one.note_answer(500, timezone.now(), 42)
    hook.failures = PAUSED_AFTER - 1
    hook.note_failure(timezone.now())
    Delivery.objects.update(state=DeliveryState.FAILED, attempts=7)
    page = reverse("hook", args=[hook.pk])

    shown = zhou.get(page).content.decode()
    answer = zhou.post(reverse("hook-again", args=[one.pk]))
    zhou.post(reverse("hook-trial", args=[hook.pk]))
    zhou.post(reverse("hook-resumption", args=[hook.pk]))

    assert [
        word in shown for word in ("Given up", "The address answered 500.", "42 ms", one.event.ticket.number)
    ] == [True] * 4
    assert answer.headers["Location"] == f"{page}#log"
    one.refresh_from_db()
    assert (one.state, one.attempts) == (DeliveryState.WAITING, 0)
    assert Delivery.objects.waiting().count() == 2
    assert not Hook.objects.get().failures
    told = [one.facts["changes"] for one in DeskEvent.objects.order_by("pk")]
    assert told == [{"sent_again": ["", str(one.key)]}, {"is_paused": [True, False]}]


def test_a_hook_that_is_taken_away_is_told_nothing_and_the_book_says_so(zhou: Client) -> None:
    hook = a_hook()
    a_ticket()

    zhou.post(reverse("hook-removal", args=[hook.pk]))
    a_ticket("又一张")

    assert not Delivery.objects.exists()
    assert DeskEvent.objects.get().facts["did"] == "removed"


def test_the_pages_cost_as_many_questions_however_much_was_told(zhou: Client) -> None:
    hook = a_hook()

    def asked() -> list[int]:
        counts = []
        for page in (reverse("hooks"), reverse("hook", args=[hook.pk])):
            with CaptureQueriesContext(connection) as seen:
                zhou.get(page)
            counts.append(len(seen))
        return counts

    a_ticket()
    before = asked()
    a_hook(token=hook.token)
    for title in ("甲", "乙", "丙"):
        a_ticket(title)

    assert asked() == before
