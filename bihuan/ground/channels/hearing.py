"""Who may hear that mail came, left or failed."""

from __future__ import annotations

from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right

MAIL = "mail"


def may_hear(person: Person, topic: str) -> bool:
    return topic == MAIL and person.may(Right.SEE_MAIL)
