"""The page to which people are called who are told of a ticket of level 1."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.workbench.major import look_at
from bihuan.front.workbench.words import Words
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.practices.majors.models import Major
from bihuan.tickets.models import Ticket


@require_safe
@opens_to(Right.SEE_TICKETS)
def major(request: DeskRequest, pk: int) -> HttpResponse:
    """The emergency plan of a ticket: its steps, whom to call, who was told; one button acknowledges. Looking changes nothing."""
    around = ("plan", "acknowledged_by", "ticket__team", "ticket__handler", "ticket__person")
    visible = Ticket.objects.visible_to(request.user)
    found = get_object_or_404(Major.objects.select_related(*around), pk=pk, ticket__in=visible)
    told = {"ticket": found.ticket, "major": look_at(found)}
    if request.headers.get("HX-Request") == "true":
        return render(request, "workbench/_major_live.html", told)
    shell = desk_shell(request.user, request.stamp.at)
    return render(request, "workbench/major.html", told | {"shell": shell, "words": Words.now()})
