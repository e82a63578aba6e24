"""Which tickets' news a person may hear."""

from __future__ import annotations

from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.tickets.models import Ticket

EVERY_TICKET = "ticket"


def may_hear(person: Person, topic: str) -> bool:
    """Tell whether a person may hear that a ticket, `ticket:42`, or any ticket, `ticket`, has changed."""
    kind, _, pk = topic.partition(":")
    if kind != EVERY_TICKET:
        return False
    if person.may(Right.SEE_TICKETS):
        return True
    return pk.isdecimal() and Ticket.objects.visible_to(person).filter(pk=int(pk)).exists()
