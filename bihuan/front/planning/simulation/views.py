"""Planning → What if: describe a change, have a month replayed, look at before and after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.simulation.change import ChangeIncomplete, Given, read
from bihuan.front.planning.simulation.jobs import replay_month
from bihuan.front.planning.simulation.models import WhatIf
from bihuan.front.planning.simulation.pictures import look_at
from bihuan.front.planning.simulation.scene import Scene, set_up
from bihuan.front.planning.simulation.words import change_in_words, month_name, trouble_in_words, weekdays
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Team
from bihuan.ground.people.rights import Right

MONTHS_BACK, SHOWN = 12, 20
DEFAULTS = {"add_begins": "13:00", "add_ends": "21:00", "move_begins": "", "move_ends": ""}


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.PLAN_DUTY)
def overview(request: DeskRequest) -> HttpResponse:
    """What was asked so far, and the form that asks anew; posting to it has the month replayed."""
    given = request.POST if request.method == "POST" else request.GET
    months = _months(request.stamp.at.date())
    teams = list(Team.objects.order_by("tier", "code"))
    team = next((one for one in teams if one.code == given.get("team")), teams[0] if teams else None)
    month = _month(given.get("month", ""), months)
    scene = set_up(team, month) if team else None
    errors: dict[str, str] = {}
    if request.method == "POST" and scene:
        try:
            asked = WhatIf.ask(
                team=scene.team, month=month, change=read(_given(request), scene), stamp=request.stamp
            )
        except ChangeIncomplete as refused:
            errors = refused.fields
        else:
            replay_month.defer(what_if=asked.pk)
            return redirect("planning-whatif-answer", asked.pk)
    told = _form(request, scene, month, months, teams) | {"errors": errors}
    told["earlier"] = [(one, change_in_words(one.change), month_name(one.month)) for one in _newest(request)]
    if request.headers.get("HX-Request") == "true":
        return render(request, "planning/whatif/_form.html", told, status=422 if errors else 200)
    told["shell"] = desk_shell(request.user, request.stamp.at, here="planning")
    return render(request, "planning/whatif/overview.html", told, status=422 if errors else 200)


@require_safe
@opens_to(Right.PLAN_DUTY)
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    """How far a replay is, and what came of it."""
    asked = get_object_or_404(WhatIf.objects.visible_to(request.user).select_related("team", "by"), pk=pk)
    told: dict[str, Any] = {
        "asked": asked,
        "month": month_name(asked.month),
        "change": change_in_words(asked.change),
        "trouble": trouble_in_words(asked.trouble),
        "look": look_at(asked.result) if asked.result else None,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "planning/whatif/_answer.html", told)
    told["shell"] = desk_shell(request.user, request.stamp.at, here="planning")
    return render(request, "planning/whatif/answer.html", told)


def _form(
    request: DeskRequest, scene: Scene | None, month: date, months: list[date], teams: list[Team]
) -> dict[str, Any]:
    given = request.POST if request.method == "POST" else request.GET
    values = DEFAULTS | {name: value for name, value in given.items() if isinstance(value, str)}
    return {
        "values": values,
        "ticked": given.getlist("weekdays") or [str(day) for day in range(5)],
        "team": scene.team.code if scene else "",
        "month": f"{month:%Y-%m}",
        "months": [(f"{one:%Y-%m}", month_name(one)) for one in months],
        "teams": [(one.code, one.name) for one in teams],
        "weekdays": weekdays(),
        "skills": scene.skills if scene else [],
        "people": [(one.person, one.name) for one in scene.members] if scene else [],
        "shifts": _shifts(scene) if scene else [],
        "rules": scene.rules if scene else None,
        "limits": sorted({one.limit for one in scene.members if one.limit is not None}) if scene else [],
        "last": (scene.end - timedelta(days=1)).date() if scene else None,
        "levels": [("1", _("1: knows")), ("2", _("2: can")), ("3", _("3: teaches"))],
    }


def _shifts(scene: Scene) -> list[tuple[int, str]]:
    return [
        (rota, f"{member.name} {turn.begins:%H:%M}–{turn.ends:%H:%M}")
        for member in scene.members
        for rota, turn in member.turns.items()
    ]


def _given(request: DeskRequest) -> Given:
    skills = {
        int(name.removeprefix("skill-")): request.POST[name]
        for name in request.POST
        if name.startswith("skill-") and name.removeprefix("skill-").isdecimal() and len(name) < 24
    }
    return Given(request.POST.dict(), request.POST.getlist("weekdays"), skills)


def _newest(request: DeskRequest) -> list[WhatIf]:
    return list(WhatIf.objects.visible_to(request.user).select_related("team", "by").order_by("-id")[:SHOWN])


def _months(today: date) -> list[date]:
    """Return the first days of the last months, the newest first; this month has not been lived to its end."""
    found = [(localdate().replace(day=1) - timedelta(days=1)).replace(day=1)]
    while len(found) < MONTHS_BACK:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _month(text: str, months: list[date]) -> date:
    if not text:
        return months[0]
    for one in months:
        if text == f"{one:%Y-%m}":
            return one
    raise BadRequest("no such month")
