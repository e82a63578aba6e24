"""Lay what happened to a ticket into the outbox of each address that hears of it."""

from __future__ import annotations

from bihuan.front.hooks.models import Delivery, hooks_by_kind
from bihuan.kit.events.facts import Facts
from bihuan.tickets.models import TicketEvent


def tell(event: TicketEvent, said: Facts) -> None:
    """Note one delivery for each address; what it says is put together when it leaves."""
    for hook in hooks_by_kind().get(event.kind, ()):
        Delivery.put(hook, event.kind, event.at, event)
