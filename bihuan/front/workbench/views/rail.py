"""The rail beside every page of the desk, asked for anew when a ticket has changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.tickets.queues import BY_SLUG

PLACES = frozenset({*BY_SLUG, "tasks", "library", "figures", "mail", "settings"})


@require_safe
@opens_to(Right.SEE_TICKETS)
def rail(request: DeskRequest) -> HttpResponse:
    """The places with their counts; `?here=` names the one that the reader is at."""
    here = request.GET.get("here", "")
    shell = desk_shell(request.user, request.stamp.at, here=here if here in PLACES else "")
    return render(request, "workbench/_rail.html", {"shell": shell})
