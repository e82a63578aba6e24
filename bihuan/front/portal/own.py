"""One's own tickets: on these pages also an agent sees no more than what he or she asked for."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from bihuan.ground.people.models import Person
from bihuan.tickets.models import Ticket
from bihuan.tickets.models.ticket import TicketQuerySet


def own_tickets(person: Person) -> TicketQuerySet:
    return Ticket.objects.visible_to(person).of(person)


def own_ticket(person: Person, number: str) -> Ticket:
    """Return the person's own ticket, or 404 as for one that does not exist."""
    own = own_tickets(person).select_related("person", "team", "handler", "category__parent")
    return get_object_or_404(own, number=number)
