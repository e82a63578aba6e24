"""Who writes: somebody known, or somebody new who gets a light record."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from bihuan.ground.channels.models import ChatAccount, ChatConnection
from bihuan.ground.people.models import Person

LONGEST_NAME = 150


def person_of(email: str, name: str, *, language: str, at: datetime) -> Person:
    """Return the person with that address, or a light record of a new one (REC-02).

    The address is all that a message shows, and anybody can write any address: it says who is answered, and
    never who may act.
    """
    known = Person.objects.by_address(email).first()
    if known:
        return known
    try:
        with transaction.atomic():  # another message of the same new sender may be read at this moment
            return Person.objects.create(
                username=_username(email.lower()),
                name=(name.strip() or email.partition("@")[0])[:100],
                email=email.lower(),
                language=language,
                is_light=True,
                joined_at=at,
            )
    except IntegrityError:
        return Person.objects.by_address(email).get()


def account_of(
    connection: ChatConnection, account: str, name: str, *, language: str, at: datetime
) -> ChatAccount:
    """Return an account of a chat, held until the transaction ends, so that of two messages at the same moment one
    follows the other. Somebody new has a light record; only a log-in or the directory says who it is (SEC-027).
    """
    known = ChatAccount.objects.select_related("person").select_for_update(of=("self",))
    if found := known.filter(connection=connection, account=account).first():
        return found
    try:
        with transaction.atomic():  # another message of the same new account may be read at this moment
            person = Person.objects.create(
                username=f"chat:{uuid4().hex}",
                name=(name or account)[:100],
                language=language,
                is_light=True,
                joined_at=at,
            )
            return ChatAccount.objects.create(
                connection=connection, account=account, person=person, met_at=at
            )
    except IntegrityError:
        return known.get(connection=connection, account=account)


def _username(email: str) -> str:
    """Return a log-in name that nobody else has; a long address is cut and told apart by its digest."""
    name = f"mail:{email}"
    return (
        name
        if len(name) <= LONGEST_NAME
        else f"{name[: LONGEST_NAME - 65]}:{hashlib.sha256(email.encode()).hexdigest()}"
    )
