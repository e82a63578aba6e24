"""What a ticket that waits for somebody remembers: who had it before."""

from __future__ import annotations

from bihuan.tickets.models import Assignment, Ticket


def gave_back(ticket: Ticket) -> set[int]:
    """Return who of the team that has the ticket had it already, and gave it back or let the time to accept it pass."""
    current = Assignment.objects.current().filter(ticket=ticket).values_list("reasons", flat=True).first()
    return set((current or {}).get("gave_back", ()))
