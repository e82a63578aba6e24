"""Somebody with a password, and a browser for each."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from bihuan.ground.people.models import DemoCompany, Person
from bihuan.ground.people.tests.cast import at, person

PASSWORD = "drei gute Worte am Stück"


def with_password(name: str = "林", **more: object) -> Person:
    found = person(name, **more)
    found.set_password(PASSWORD)
    found.save()
    return found


def browser_of(name: str, **headers: str) -> Client:
    browser = Client(headers=headers or None)
    browser.force_login(person(name))
    return browser


def sign_in(
    browser: Client, name: str = "lin", password: str = PASSWORD, **more: str
):  # an answer of the test client
    return browser.post(reverse("account_login"), {"login": name, "password": password} | more)


def a_demo() -> DemoCompany:
    with_password("林")
    logins = [
        {"username": "lin", "password": PASSWORD, "role": ""},
        {"username": "gone", "password": PASSWORD, "role": "administrator"},
    ]
    return DemoCompany.objects.create(seed=7, logins=logins, loaded_at=at("08:00"))
