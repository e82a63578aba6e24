"""How a person signs in with a name or an address and a password."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from bihuan.ground.people.models import Person
from bihuan.kit.sql.prepared import Prepared

LONGEST_PASSWORD = 1024  # hashing a longer one is work that a stranger should not be able to order


class DeskBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """Knows who is meant before it looks at the password, and looks once: how long the answer takes tells nothing."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        password = credentials.get("password") or ""
        if not 0 < len(password) <= LONGEST_PASSWORD:
            return None
        person = Person.objects.known_as(named_in(credentials))
        if person is None:
            self._mitigate_timing_attack(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        return next(iter(_signed_in.ask(pk=user_id).objects), None)


# Each page asks for who opens it.
_signed_in = Prepared(lambda *, pk: Person.objects.with_roles().active().filter(pk=pk))


def named_in(credentials: dict[str, Any]) -> str:
    """Return what was typed as name or address: allauth hands an address over under both names."""
    return str(credentials.get("email") or credentials.get("username") or "")


class DeskAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # people come from the directory, an import, or their first mail
