"""The emergency plan: who is told of level 1, by which ways, how often, and what to do (TRI-04)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.majors.form import PlanForm, as_typed, colleagues
from bihuan.front.planning.majors.keeping import keep
from bihuan.front.planning.majors.words import ROLES, WAYS
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.practices.majors.delivering import CODE, delivered_fields
from bihuan.practices.majors.models import Plan, Way


class Reached(NamedTuple):
    """Who would be told, and by which ways; by none where no way of the plan reaches the person."""

    person: Person
    ways: Sequence[str]


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def plan(request: DeskRequest) -> HttpResponse:
    """Show the plan with those whom it would tell now, and take what is changed."""
    one = get_object_or_404(Plan, code=CODE)
    typed = as_typed(one)
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm(initial=typed)
    if request.method == "POST" and form.is_valid():
        keep(one, form.cleaned_data, request.stamp)
        messages.success(request, _("Saved. Those who are told below are told from now on."))
        return redirect("emergency-plan")
    told: dict[str, Any] = {
        "shell": desk_shell(request.user, request.stamp.at, "planning"),
        "form": form,
        "plan": one,
        "chosen": {str(key) for key in form["persons"].value() or ()},
        "people": list(colleagues()),
        "roles": ROLES,
        "ways": WAYS,
        "reached": _reached(one),
        "is_delivered": all(typed[name] == value for name, value in delivered_fields().items()),
    }
    return render(request, "planning/majors/plan.html", told, status=422 if form.errors else 200)


@require_POST
@opens_to(Right.SET_RULES)
def delivered(request: DeskRequest) -> HttpResponse:
    """Put the plan back to how it is delivered; the persons who were named, and whom to call, stay."""
    keep(get_object_or_404(Plan, code=CODE), delivered_fields(), request.stamp)
    messages.success(request, _("The plan is as it was delivered. The persons named in it have stayed."))
    return redirect("emergency-plan")


def _reached(plan: Plan) -> list[Reached]:
    """Return who would be told now of any ticket, whoever has it."""
    return [
        Reached(one, [str(WAYS[way]) for way in map(Way, plan.ways) if way != Way.MAIL or one.email])
        for one in plan.always()
    ]
