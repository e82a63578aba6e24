from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.practices.majors.models import Major
from bihuan.tickets.models import Ticket
from bihuan.tickets.views import changed


@require_POST
@opens_to(Right.SEE_TICKETS)
def acknowledgement(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that one has taken it up, so that nobody is told again (TRI-04)."""
    visible = Ticket.objects.visible_to(request.user)
    major = get_object_or_404(Major.objects.select_related("ticket"), pk=pk, ticket__in=visible)
    major.acknowledge(request.stamp)
    return changed(request, major.ticket)
