"""Who listens, and what that person may hear."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import close_old_connections
from django.db.models.functions import Now
from django.http import HttpRequest

MayHear = Callable[[Any, str], bool]


class NotAdmitted(Exception):
    """This stream is not for whoever asks; the status is HTTP's."""

    def __init__(self, status: int) -> None:
        self.status = status


@dataclass(frozen=True, eq=False)
class Listener:
    """Somebody who was let in, by what must still be so for the stream to go on."""

    session_key: str
    person_id: int
    password_seal: str  # another one once the password was changed
    topics: frozenset[str]


class Hearing:
    """Asks the database, each time anew, who may listen. Runs in threads that serve others, too."""

    def __init__(self, may_hear: MayHear) -> None:
        self._may_hear = may_hear

    def admit(self, cookies: str, topics: frozenset[str]) -> Listener:
        """Let the person in whose session the cookies carry.

        :raises NotAdmitted: 401 where nobody is signed in, 403 where one of the topics is not for that person
        """
        close_old_connections()
        try:
            key = _session_key(cookies)
            person = _signed_in(key)
            if person is None:
                raise NotAdmitted(401)
            listener = Listener(key, person.pk, _seal(person), topics)
            if not self._hears_all(person, listener):
                raise NotAdmitted(403)
            return listener
        finally:
            close_old_connections()

    def lost(self, listeners: Collection[Listener]) -> list[Listener]:
        """Return those who may listen no more, at the cost of two questions for all of them together."""
        close_old_connections()
        try:
            sessions = _running_sessions({listener.session_key for listener in listeners})
            people = get_user_model()._default_manager.in_bulk({listener.person_id for listener in listeners})
            return [
                one for one in listeners if one.session_key not in sessions or not self._still(one, people)
            ]
        finally:
            close_old_connections()

    def _still(self, listener: Listener, people: dict[Any, Any]) -> bool:
        person = people.get(listener.person_id)
        if person is None or not person.is_active or _seal(person) != listener.password_seal:
            return False
        return self._hears_all(person, listener)

    def _hears_all(self, person: AbstractBaseUser, listener: Listener) -> bool:
        own = f"person:{person.pk}"
        return all(topic == own or self._may_hear(person, topic) for topic in listener.topics)


def _signed_in(session_key: str) -> AbstractBaseUser | None:
    """Return whose session it is: one that runs, of a person who is active and kept the password."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return user if isinstance(user, AbstractBaseUser) else None


def _running_sessions(keys: Collection[str]) -> set[str]:
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    running = sessions.objects.filter(session_key__in=keys, expire_date__gt=Now())
    return set(running.values_list("session_key", flat=True))


def _seal(person: AbstractBaseUser) -> str:
    return person.get_session_auth_hash()


def _session_key(cookies: str) -> str:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
