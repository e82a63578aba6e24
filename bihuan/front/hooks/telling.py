"""What a receiver is told: the ticket as the API tells it to the hook's token, and which promise where it is about one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from bihuan.flow.sla.events import ClockMissed, ClockWarned
from bihuan.front.api.models import ApiToken, Scope
from bihuan.front.api.telling import told, whole
from bihuan.front.hooks.models import Delivery
from bihuan.tickets.models import Ticket

# Of the facts of an event nothing is told but these: no words of people, no reasons, no notes.
FACTS: Mapping[str, tuple[str, ...]] = {
    ClockWarned.kind: ("promise", "due_at"),
    ClockMissed.kind: ("promise", "due_at"),
}


OVER, UNSEEN = "token is over", "ticket not visible"


class NotForThem(Exception):
    """The token of the hook may not read this."""


def body_of(delivery: Delivery) -> str:
    """Return what is sent: the ticket as it stands at the first try, and as the hook's token reads it.

    :raises NotForThem: if the token is over, lacks the scope or its person may not see the ticket
    """
    said: dict[str, Any] = {"id": str(delivery.key), "event": delivery.kind, "at": delivery.made_at}
    if event := delivery.event:
        ticket = _readable(event.ticket_id, delivery.hook.token)
        if delivery.body:
            return delivery.body
        said["ticket"] = told(ticket)
        said |= {name: event.facts[name] for name in FACTS.get(event.kind, ())}
    return delivery.body or json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False)


def _readable(ticket_id: int, token: ApiToken) -> Ticket:
    if Scope.TICKETS_READ not in token.scopes or not ApiToken.objects.usable().filter(pk=token.pk).exists():
        raise NotForThem(OVER)
    found = whole(Ticket.objects.visible_to(token.person)).filter(pk=ticket_id).first()
    if found is None:
        raise NotForThem(UNSEEN)
    return found
