"""What people do about promises by hand: call others, and say why the first line keeps a ticket."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.flow.sla.calling import Who
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.events import ClockCalled, HandoverDeclined
from bihuan.flow.sla.hierarchy import people
from bihuan.flow.sla.models import Clock
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import ImpossibleMove, Ticket


class ReasonMissing(Refused):
    """Who is called, or who asks later, must read why."""

    code = "reason-missing"
    status = 422


class NobodyToCall(Refused):
    """Nobody stands at that place of the hierarchy."""

    code = "nobody-to-call"


def call_up(ticket: Ticket, *, who: Who, why: str, stamp: Stamp) -> None:
    """Call people further up, with the same record as when a clock does.

    :raises ReasonMissing: if no reason is given
    :raises NobodyToCall: if there is nobody of that kind, or nobody but the caller
    """
    _need(why, _("Say why you call them."))
    with ticket.in_hand():
        if not ticket.is_unfinished:
            raise ImpossibleMove(_("This ticket is no longer being worked on."))
        told = [person for person in people(ticket, [who]) if stamp.by is None or person.pk != stamp.by.pk]
        if not told:
            raise NobodyToCall(_("There is nobody else to call there."))
        facts = ClockCalled(ticket.due_promise, told=[person.name for person in told], calls=[who])
        ticket.record(facts, stamp.because(why.strip()))


def keep_here(ticket: Ticket, *, why: str, stamp: Stamp) -> None:
    """Record why the first line goes on by itself: its time to hand on is settled (SLA-07).

    :raises ReasonMissing: if no reason is given
    """
    _need(why, _("Say why it stays with the first line."))
    with ticket.in_hand():
        clock = Clock.objects.unsettled().filter(ticket=ticket, promise=Promise.HANDOVER).first()
        if clock is None:
            raise ImpossibleMove(_("There is no hand-over to decline any more."))
        ticket.record(HandoverDeclined(clock=clock.pk), stamp.because(why.strip()))


def _need(why: str, words: str) -> None:
    if not why.strip():
        raise ReasonMissing(words, {"why": _("needed")})
