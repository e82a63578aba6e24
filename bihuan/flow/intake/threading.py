"""Which ticket a message belongs to.

A message id of ours is random and was told to one person: whoever refers to it has read that letter. A number in the
subject anybody can type, so it counts only for the one whose ticket it is.
"""

from __future__ import annotations

import re

from bihuan.ground.channels.email.reading.letter import Letter
from bihuan.ground.channels.models import InboundMessage, OutboundMessage
from bihuan.tickets.models import Ticket

IN_SUBJECT = re.compile(r"\[([A-Za-z0-9][A-Za-z0-9._/-]{2,39})\]")
MOST_REFERENCES = 50


def ticket_of(letter: Letter) -> Ticket | None:
    """Return the ticket that the letter answers to, if any."""
    referred = [*letter.references, letter.in_reply_to]
    ids = list(dict.fromkeys(message_id for message_id in referred if message_id))[-MOST_REFERENCES:]
    return (_by_our_letter(ids) or _by_earlier_message(ids, letter) if ids else None) or _by_number(letter)


def ticket_about(topic: str) -> Ticket | None:
    """Return the ticket that a topic such as `ticket:42` names."""
    kind, _, pk = topic.partition(":")
    return Ticket.objects.filter(pk=int(pk)).first() if kind == "ticket" else None


def _by_our_letter(ids: list[str]) -> Ticket | None:
    topics = (
        OutboundMessage.objects.filter(message_id__in=ids).order_by("-pk").values_list("about", flat=True)
    )
    return next((ticket for ticket in map(ticket_about, topics) if ticket), None)


def _by_earlier_message(ids: list[str], letter: Letter) -> Ticket | None:
    """A person's second message may refer to his or her own first one, before any answer came.

    Anybody may have sent a message with the same id: the sender's own ticket comes first.
    """
    earlier = InboundMessage.objects.filter(message_id__in=ids).exclude(reception=None)
    found = Ticket.objects.filter(receptions__message__in=earlier.values("pk")).order_by("-pk")
    return found.filter(person__email__iexact=letter.from_email).first() or found.first()


def _by_number(letter: Letter) -> Ticket | None:
    numbers = IN_SUBJECT.findall(letter.subject)[:5]
    if not numbers:
        return None
    found = Ticket.objects.filter(number__in=numbers, person__email__iexact=letter.from_email)
    return min(found, key=lambda ticket: numbers.index(ticket.number), default=None)
