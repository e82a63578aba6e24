from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.flow.triage.classifying import classify_by_hand
from bihuan.flow.triage.models import Suggestion, scheme_in_force
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms
from bihuan.tickets.views import changed, ticket_of


@require_POST
@opens_to(Right.WORK_TICKETS)
def classification(request: DeskRequest, number: str) -> HttpResponse:
    """Say what the ticket is and how much it matters."""
    ticket = ticket_of(request, number)
    levels = {str(level.rank) for level in scheme_in_force().levels}
    override = forms.text(request, "priority")
    if override and override not in levels:
        raise forms.refused("priority", _("one of the choices"))
    classify_by_hand(
        ticket,
        category=get_object_or_404(Category.objects.leaves(), code=forms.text(request, "category")),
        impact=forms.whole(request, "impact", least=1, most=3),
        urgency=forms.whole(request, "urgency", least=1, most=3),
        priority=int(override) if override else None,
        stamp=request.stamp.because(forms.text(request, "why")),
    )
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def suggestion(request: DeskRequest, number: str) -> HttpResponse:
    """Say in one click that the ticket is what it is taken for: category, impact and urgency (TRI-02)."""
    ticket = ticket_of(request, number)
    found = get_object_or_404(Suggestion.objects.select_related("category"), ticket=ticket)
    found.settle(
        category=ticket.category.code if ticket.category else "",
        impact=ticket.impact,
        urgency=ticket.urgency,
        stamp=request.stamp,
    )
    return changed(request, ticket)
