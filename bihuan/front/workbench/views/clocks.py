"""What is done about a ticket's promises: a call acknowledged, somebody called, a hand-over declined."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from bihuan.flow.sla.byhand import call_up, keep_here
from bihuan.flow.sla.calling import Who
from bihuan.flow.sla.models import Acknowledgement
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms
from bihuan.tickets.views import changed, ticket_of


@require_POST
@opens_to(Right.SEE_TICKETS)
def acknowledgement(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Stop the chain of calls of one clock: whoever is called may, up to the management."""
    ticket = ticket_of(request, number)
    clock = get_object_or_404(ticket.clocks, pk=pk)
    clock.ticket = ticket
    Acknowledgement.make(clock, request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def called(request: DeskRequest, number: str) -> HttpResponse:
    """Call somebody further up, with the reason."""
    ticket = ticket_of(request, number)
    who = forms.choice(request, "who", Who)
    call_up(ticket, who=who, why=forms.text(request, "call_why"), stamp=request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def kept(request: DeskRequest, number: str) -> HttpResponse:
    """Say why the first line keeps the ticket."""
    ticket = ticket_of(request, number)
    keep_here(ticket, why=forms.text(request, "keep_why"), stamp=request.stamp)
    return changed(request, ticket)
