"""Several tickets held at once, by who changes many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from bihuan.kit.kept.keeping import unchanging
from bihuan.tickets.models.ticket import Ticket, TicketQuerySet


@contextmanager
def all_in_hand(wanted: TicketQuerySet, *, waits: bool = True) -> Iterator[dict[int, Ticket]]:
    """Hold these rows, freshly read, by their keys and in the order of these: as `Ticket.in_hand` does with one.

    :param waits: for who holds one of them now; else that one is left out
    """
    with transaction.atomic(), unchanging():
        rows = wanted.select_for_update(of=("self",), skip_locked=not waits).order_by("pk")
        tickets = {ticket.pk: ticket for ticket in rows}
        for ticket in tickets.values():
            ticket._is_in_hand = True
        try:
            yield tickets
        finally:
            for ticket in tickets.values():
                ticket._is_in_hand = False
