from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.front.planning.places import PLACES
from bihuan.ground.people.tests.cast import person

pytestmark = pytest.mark.django_db


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def test_each_page_of_planning_is_named_to_who_may_open_it() -> None:
    shown = signed_in("周").get(reverse("planning")).content.decode()

    assert [place.address for place in PLACES if reverse(place.address) not in shown] == []


def test_whoever_may_plan_nothing_is_told_that_there_is_no_such_page() -> None:
    assert signed_in("陈").get(reverse("planning")).status_code == 404
