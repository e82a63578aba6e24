"""What is due next is written on the ticket itself, so that queues sort by it: here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bihuan.flow.sla.clockwork import RULING
from bihuan.flow.sla.models import Clock
from bihuan.tickets.models import Ticket

WRITTEN = ("due_at", "warn_at", "due_promise")


def place(ticket: Ticket, clocks: Iterable[Clock]) -> None:
    """Set what is due next on a ticket, of whose clocks these are at least the ruling ones; does not save.

    Of two that are due at once it is the one that was made first: they are given in that order.
    """
    running = [clock for clock in clocks if clock.promise in RULING and clock.settled_at is None]
    due: list[tuple[datetime, int, Clock]] = [
        (clock.due_at, n, clock) for n, clock in enumerate(running) if clock.due_at
    ]
    first = min(due)[-1] if due else None
    ticket.due_at, ticket.warn_at = (first.due_at, first.warn_at) if first else (None, None)
    ticket.due_promise = first.promise if first else ""


def write_down(ticket: Ticket, clocks: Iterable[Clock] | None = None) -> None:
    """Write on a ticket in hand what is due next, by its clocks as they are kept unless they are given."""
    if clocks is None:
        clocks = Clock.objects.ruling().filter(ticket=ticket).order_by("pk")
    place(ticket, clocks)
    ticket.write_down(*WRITTEN)
