"""Somebody who tries doors: each try is undone, so that the next one finds the company as it was."""

from __future__ import annotations

from http.cookies import SimpleCookie
from itertools import count

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from bihuan.ground.people.models import Person

# What a form names beside the address: something that exists. The rest is left out, and refused.
FORM = "team=desk&category=hardware.printer"

_addresses = count(1)


class Visitor:
    """A person, or a stranger, with a browser. `checks_csrf`: the browser's forms bear no token."""

    def __init__(self, person: Person | None, *, checks_csrf: bool = False) -> None:
        self.person = person
        self._client = Client(enforce_csrf_checks=checks_csrf)
        if person:
            self._client.force_login(Person.objects.with_roles().get(pk=person.pk))
        self._cookies = self._client.cookies.output(header="", sep=";")

    @property
    def name(self) -> str:
        return self.person.name if self.person else "a stranger"

    def tries(self, method: str, address: str, **headers: str) -> HttpResponse:
        """Ask from an address of the network that nobody has asked from, so that no limit of tries is met."""
        number = next(_addresses)
        self._client.cookies = SimpleCookie(self._cookies)
        with transaction.atomic():
            answer = self._client.generic(
                method,
                address,
                data=FORM,
                content_type="application/x-www-form-urlencoded",
                headers=headers,
                REMOTE_ADDR=f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}",
            )
            transaction.set_rollback(True)
        return answer

    def opens(self, address: str) -> HttpResponse:
        return self.tries("GET", address)
