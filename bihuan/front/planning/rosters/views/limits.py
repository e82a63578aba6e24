"""How the dispatch chooses: the limit of each, the options, and the levels that categories require."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.flow.dispatch.finding import loads_of
from bihuan.flow.dispatch.models import DispatchRules, Rules, SkillRequirement, WorkLimit, rules
from bihuan.flow.triage.matrix import LOWEST
from bihuan.flow.triage.models import scheme_in_force
from bihuan.front.planning.rosters import changing
from bihuan.front.planning.rosters.views.rosters import framed
from bihuan.front.workbench.words import name_of
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.work.drain import wake

MOST = 999
Wanted = tuple[int, int]  # category, skill


class RulesForm(forms.Form):
    limit = forms.IntegerField(min_value=1, max_value=MOST)
    urgent_to = forms.IntegerField(min_value=0, max_value=4)
    sticks_days = forms.IntegerField(min_value=0, max_value=MOST)
    is_vip_urgent = forms.BooleanField(required=False)
    returns_unaccepted = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def limits(request: DeskRequest) -> HttpResponse:
    """Show how it chooses, and take what is changed; what waits may find somebody at once."""
    now = rules()
    initial = {name: getattr(now, name) for name in Rules.__dataclass_fields__}
    form = RulesForm(request.POST) if request.method == "POST" else RulesForm(initial=initial)
    agents, wanted = _agents(), _wanted()
    own, wrong = _own_limits(request, agents) if request.method == "POST" else ({}, {})
    if request.method == "POST" and form.is_valid() and not wrong:
        _keep(form.cleaned_data, own, _levels(request, wanted), request.stamp)
        messages.success(request, _("Saved. What waits is looked at with it now."))
        return redirect("dispatch-limits")
    told = {
        "form": form,
        **_urgent(form["urgent_to"].value()),
        "agents": agents,
        "loads": loads_of(one.pk for one in agents),
        "own": {one.pk: _shown(request, one) for one in agents},
        "wrong": wrong,
        "usual": now.limit,
        "wanted": wanted,
        "required": {(one.category_id, one.skill_id): one.level for one in SkillRequirement.objects.all()},
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/rosters/limits.html", framed(request) | told, status=status)


def _urgent(chosen: Any) -> dict[str, Any]:
    """Return up to which level tickets may go beyond the limit, each by the last rank that is called so, and which it is."""
    scheme = scheme_in_force()
    upper = scheme.levels[:-1]
    choices = [(0, _("no tickets"))]
    choices += [
        (max(scheme.ranks_called_as(one.rank)), _("up to %(level)s") % {"level": name_of(one)})
        for one in upper
    ]
    chosen = int(chosen) if str(chosen).isdigit() and 1 <= int(chosen) <= LOWEST else 0
    last = max(scheme.ranks_called_as(chosen)) if chosen else 0
    return {"urgent_choices": [*choices, (LOWEST, _("all"))], "urgent_to": last}


def _agents() -> list[Person]:
    people = Person.objects.active().filter(memberships__isnull=False).select_related("work_limit")
    return list(people.distinct().order_by("spelling", "pk"))


def _wanted() -> list[tuple[Category, list[Any]]]:
    """Return the categories that name skills, each with these."""
    leaves = Category.objects.leaves().select_related("parent").prefetch_related("skills")
    return [(one, skills) for one in leaves if (skills := list(one.skills.all()))]


def _shown(request: DeskRequest, person: Person) -> str:
    if request.method == "POST":
        return request.POST.get(f"own-{person.pk}", "")
    own = getattr(person, "work_limit", None)
    return str(own.tickets) if own else ""


def _own_limits(request: DeskRequest, agents: list[Person]) -> tuple[dict[int, int | None], dict[int, str]]:
    """Return what was typed for each: a number, or nothing for what holds for all; and what is no number."""
    own: dict[int, int | None] = {}
    wrong: dict[int, str] = {}
    for one in agents:
        typed = request.POST.get(f"own-{one.pk}", "").strip()
        if not typed:
            own[one.pk] = None
        elif typed.isascii() and typed.isdigit() and int(typed[:6]) <= MOST:
            own[one.pk] = int(typed)
        else:
            wrong[one.pk] = _("A whole number, up to %(most)d.") % {"most": MOST}
    return own, wrong


def _levels(request: DeskRequest, wanted: list[tuple[Category, list[Any]]]) -> dict[Wanted, int]:
    levels = {}
    for category, skills in wanted:
        for skill in skills:
            typed = request.POST.get(f"level-{category.pk}-{skill.pk}", "0")
            levels[category.pk, skill.pk] = int(typed) if typed in ("1", "2", "3") else 0
    return levels


def _keep(
    options: dict[str, Any], own: dict[int, int | None], levels: dict[Wanted, int], stamp: Stamp
) -> None:
    was = rules()
    changes: dict[str, list[object]] = {
        name: [getattr(was, name), new] for name, new in options.items() if getattr(was, name) != new
    }
    with transaction.atomic():
        DispatchRules.objects.update_or_create(pk=1, defaults=options)
        if told := _keep_limits(own):
            changes["own_limits"] = [None, told]
        if told := _keep_levels(levels):
            changes["required_levels"] = [None, told]
        changing.note_limits(changes, "", stamp)
        wake("unassigned")


def _keep_limits(own: dict[int, int | None]) -> str:
    """Write the limits that differ; return them in short."""
    was = dict(WorkLimit.objects.filter(person__in=own).values_list("person", "tickets"))
    changed = {pk: new for pk, new in own.items() if was.get(pk) != new}
    for pk, new in changed.items():
        if new is None:
            WorkLimit.objects.filter(person=pk).delete()
        else:
            WorkLimit.objects.update_or_create(person_id=pk, defaults={"tickets": new})
    names = dict(Person.objects.filter(pk__in=changed).values_list("pk", "name"))
    return ", ".join(f"{names[pk]} {'–' if new is None else new}" for pk, new in changed.items())


def _keep_levels(levels: dict[Wanted, int]) -> str:
    was = {(one.category_id, one.skill_id): one.level for one in SkillRequirement.objects.all()}
    changed = {key: new for key, new in levels.items() if was.get(key, 0) != new}
    for (category, skill), level in changed.items():
        row: dict[str, Any] = {"category_id": category, "skill_id": skill}
        if level:
            SkillRequirement.objects.update_or_create(**row, defaults={"level": level})
        else:
            SkillRequirement.objects.filter(**row).delete()
    names = dict(Category.objects.filter(pk__in=[key[0] for key in changed]).values_list("pk", "code"))
    return ", ".join(f"{names[key[0]]} {level}" for key, level in changed.items())
