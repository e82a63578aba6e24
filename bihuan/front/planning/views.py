"""Where what the desk goes by is planned: what it takes, what it promises, and who is there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.places import places_of
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right


@require_safe
@opens_to(Right.PLAN_DUTY)
def overview(request: DeskRequest) -> HttpResponse:
    """All that the reader may plan."""
    shell = desk_shell(request.user, request.stamp.at, here="planning")
    return render(request, "planning/overview.html", {"shell": shell, "places": places_of(request.user)})
