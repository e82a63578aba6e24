"""Doors to joining a ticket to the one that reports the same, to undoing that, and to solving all of them at once."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms
from bihuan.tickets.models import Duplicate, Ticket
from bihuan.tickets.views import changed, ticket_of


@require_POST
@opens_to(Right.WORK_TICKETS)
def joining(request: DeskRequest, number: str) -> HttpResponse:
    """Join the ticket to the one called `parent`."""
    ticket = ticket_of(request, number)
    visible = Ticket.objects.visible_to(request.user)
    parent = visible.filter(number=forms.text(request, "parent")).first()
    if parent is None:
        raise forms.refused("parent", _("the number of a ticket"))
    Duplicate.join(ticket, parent, request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def parting(request: DeskRequest, number: str) -> HttpResponse:
    ticket = ticket_of(request, number)
    Duplicate.part_of(ticket, request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def resolution(request: DeskRequest, number: str) -> HttpResponse:
    """Solve what is joined to this ticket as it was solved itself."""
    ticket = ticket_of(request, number)
    Duplicate.solve_with(ticket, request.stamp)
    return changed(request, ticket)
