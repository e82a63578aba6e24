"""Say on the ticket what a fault has come to, once it has stayed so for a while: recovered, or there again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.flow.intake.events import AlertRecovered, AlertReturned
from bihuan.flow.intake.models import Fault
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Confirmation, Resolution, Ticket


def settle(fault: Fault, stamp: Stamp) -> None:
    """Note it in the history, in the transaction that holds the fault; where nothing of the ticket fires any more, end it
    as the source is set.
    """
    ticket = fault.ticket
    with ticket.in_hand():
        fault.settle_at = None
        if fault.is_firing != fault.is_told_firing:
            fault.is_told_firing = fault.is_firing
            ticket.keep(stamp=stamp)
            ticket.record(
                AlertReturned(fault=fault.pk, name=fault.title, times=fault.returns)
                if fault.is_firing
                else AlertRecovered(fault=fault.pk, name=fault.title),
                stamp,
            )
        fault.save(update_fields=["settle_at", "is_told_firing"])
        if not Fault.objects.standing().filter(ticket=ticket, is_firing=True).exists():
            _end(ticket, fault, stamp)


def _end(ticket: Ticket, fault: Fault, stamp: Stamp) -> None:
    """Solve the ticket if its source is set so, and confirm what is solved; what the desk refuses stays for its handler."""
    try:
        with transaction.atomic():
            if fault.source.resolves and ticket.is_open:
                _solve(ticket, stamp)
            asked = Confirmation.objects.open().filter(ticket=ticket).first()
            if ticket.state == State.RESOLVED and asked:
                asked.ticket = ticket
                asked.say_yes(stamp)
    except Refused:
        ticket.refresh_from_db()


def _solve(ticket: Ticket, stamp: Stamp) -> None:
    if ticket.state == State.NEW:  # nobody has it yet, and nobody needs to
        ticket.move(State.IN_PROGRESS, stamp)
    with override(ticket.language):
        solution = _("The monitoring reports that it has recovered.")
    Resolution.propose(ticket, solution=solution, stamp=stamp)
