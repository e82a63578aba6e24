from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from bihuan.front.api.models import MOST_TOKENS, ApiToken, Scope
from bihuan.front.home.tests.cast import browser_of
from bihuan.ground.people.tests.cast import person, stamp

pytestmark = pytest.mark.django_db

FILLED = {"name": "monitor", "scopes": ["tickets:read"], "days": "30"}


def english(who: str) -> Client:
    person(who, language="en")
    return browser_of(who)


def made(browser: Client, **more: Any) -> str:
    """Make a token by the page; return its secret."""
    answer = browser.post(reverse("own-tokens"), FILLED | more)
    assert answer.status_code == 201
    found = re.search(r'data-copy="(bihuan_[\w-]+)"', answer.content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize(("who", "own", "everybodys"), [("周", 200, 200), ("王", 200, 404), ("林", 200, 404)])
def test_everybody_has_a_page_of_own_tokens_and_an_administrator_one_of_all(
    who: str, own: int, everybodys: int
) -> None:
    browser = browser_of(who)

    assert browser.get(reverse("own-tokens")).status_code == own
    assert browser.get(reverse("api-tokens")).status_code == everybodys


@pytest.mark.requirement("SEC-083")
def test_a_token_is_shown_once_and_kept_as_a_digest() -> None:
    browser = english("陈")

    secret = made(browser)

    assert secret not in browser.get(reverse("own-tokens")).content.decode()
    assert secret not in str(ApiToken.objects.values())
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/tickets").status_code == 200


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays() -> None:
    answer = english("陈").post(reverse("own-tokens"), {"name": "", "days": "30"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Name the program that will use it." in shown
    assert "Choose one thing at least that it may do." in shown
    assert re.search(r'value="30" selected', shown)
    assert not ApiToken.objects.exists()


def test_nobody_has_more_tokens_than_can_be_watched_over() -> None:
    browser = english("陈")
    for _ in range(MOST_TOKENS):
        made(browser)

    answer = browser.post(reverse("own-tokens"), FILLED)

    assert answer.status_code == 409
    assert "Revoke one that is no longer used." in answer.content.decode()


def test_a_token_revoked_by_its_owner_opens_nothing_from_then_on() -> None:
    browser = english("陈")
    secret = made(browser)

    browser.post(reverse("token-revocation", args=[ApiToken.objects.get().pk]))

    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/tickets").status_code == 401


@pytest.mark.requirement("SEC-056")
def test_an_administrator_revokes_anybodys_and_others_their_own_alone() -> None:
    made(english("陈"))
    address = reverse("token-revocation", args=[ApiToken.objects.get().pk])

    assert browser_of("林").post(address).status_code == 404
    assert ApiToken.objects.get().revoked_at is None
    answer = browser_of("周").post(address, {"all": "1"})

    assert answer["Location"] == reverse("api-tokens")
    assert ApiToken.objects.get().revoked_by == person("周")


def test_the_page_of_all_costs_the_same_queries_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = browser_of("周")
    browser.get(reverse("api-tokens"))
    for who in ("陈", "林", "王"):
        for _ in range(MOST_TOKENS):
            ApiToken.make(
                name=who, scopes=[Scope.TICKETS_READ], lives=timedelta(1), stamp=stamp("09:00", by=who)
            )
    ApiToken.objects.update(expires_at="2199-01-01T00:00Z", created_at="2198-12-31T00:00Z")

    with django_assert_num_queries(4):
        assert browser.get(reverse("api-tokens")).status_code == 200
