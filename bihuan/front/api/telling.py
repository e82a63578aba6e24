"""A ticket as programs are told of it, in the API and by webhooks alike: its facts, and nothing that anybody wrote into it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from bihuan.flow.intake.times import times_of, with_times
from bihuan.flow.sla.certainty import is_expected, known_until
from bihuan.flow.triage.models import scheme_in_force
from bihuan.kit.text.languages import either
from bihuan.tickets.models import Ticket
from bihuan.tickets.models.ticket import UNCLASSIFIED, TicketQuerySet


def whole(tickets: TicketQuerySet) -> QuerySet[Ticket]:
    """Have the tickets bring along, in the same query, what `told` needs."""
    brought = with_times(tickets).annotate(known_until=known_until())
    return brought.select_related("person", "team", "handler", "category")


def told(ticket: Ticket) -> dict[str, Any]:
    """Return a ticket in the shape of `TicketOut`."""
    plain = (
        "number", "title", "state", "priority", "channel", "language",
        "filed_at", "changed_at", "due_at", "resolved_at", "closed_at",
    )  # fmt: skip
    return {name: getattr(ticket, name) for name in plain} | {
        "priority_name": _priority_name(ticket.priority),
        "due_is_expected": is_expected(ticket.due_at, ticket.known_until),  # type: ignore[attr-defined]  # annotated
        "times": times_of(ticket)._asdict(),
        "url": f"{settings.SITE_URL}/desk/tickets/{ticket.number}",
        "category": ticket.category.code if ticket.category else None,
        "team": ticket.team.code if ticket.team else None,
        "handler": ticket.handler.name if ticket.handler else None,
        "person": {"name": ticket.person.name, "email": ticket.person.email},
    }


def _priority_name(rank: int) -> str | None:
    """Return what the scheme in force calls a priority, in the language asked for; None until it is classified."""
    if rank == UNCLASSIFIED:
        return None
    level = scheme_in_force().level(rank)
    return either(level.zh, level.en)
