"""A button of ours that was pressed in a chat. It says what is wanted; who may is asked anew, whoever shows it to whom."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.flow.intake.models import Outcome
from bihuan.flow.intake.reception import taken
from bihuan.ground.channels.chat.said import Said
from bihuan.ground.channels.models import InboundMessage, InboundState, Purpose
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.letters import write_letter
from bihuan.tickets.models import Confirmation, Ticket, nudge

ACTION = re.compile(r"(solved|nudge):(\d{1,18})(?::(yes|no))?")


def receive_click(message: InboundMessage, said: Said, stamp: Stamp) -> Ticket | None:
    """Do what the button says, if whoever pressed it is the one whose ticket it is; what cannot be done is answered."""
    found = ACTION.fullmatch(said.action)
    ticket = _ticket_of(found[1], int(found[2])) if found else None
    if found is None or ticket is None or stamp.by is None or ticket.person_id != stamp.by.pk:
        message.settle(InboundState.IGNORED, stamp.at, problem="a button that was not this person's to press")
        return None
    with override(ticket.language):
        try:
            words = _done(found, ticket, stamp)
        except Refused as refusal:
            words = str(refusal)
        write_letter(ticket, Purpose.REPLY, words, stamp)
    return taken(message, ticket, Outcome.ANSWERED, stamp)


def _ticket_of(verb: str, pk: int) -> Ticket | None:
    if verb == "nudge":
        return Ticket.objects.filter(pk=pk).first()
    asked = Confirmation.objects.filter(pk=pk).select_related("ticket").first()
    return asked.ticket if asked else None


def _done(found: re.Match[str], ticket: Ticket, stamp: Stamp) -> str:
    """Do it, and return what the person is told.

    :raises Refused: if the ticket has moved on, or it was done a moment ago
    """
    if found[1] == "nudge":
        nudge(ticket, stamp)
        return _("We have reminded those who work on %(number)s.") % {"number": ticket.number}
    asked = Confirmation.objects.get(pk=int(found[2]))
    asked.ticket = ticket
    if found[3] == "yes":
        asked.say_yes(stamp)
        return _("Thank you: %(number)s is confirmed as solved.") % {"number": ticket.number}
    asked.say_no(stamp)
    return _("We go on with %(number)s. Please write here what is still wrong.") % {"number": ticket.number}
