"""How much a ticket matters: the scheme in force, its matrix and names, and the rules that raise what the matrix gives."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.flow.triage.matrix import Thresholds
from bihuan.flow.triage.models import PriorityRule, PriorityScheme, reporter_thresholds, scheme_in_force
from bihuan.flow.triage.schemes import DELIVERED, Scheme
from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.priorities.forms import RuleForm, SchemeForm, ThresholdForm, effects
from bihuan.front.planning.priorities.keeping import (
    keep_as_delivered,
    keep_rule,
    keep_scheme,
    keep_thresholds,
    move,
    put_in_force,
    remove,
)
from bihuan.front.planning.priorities.trying import Tried, open_by_rank, try_out
from bihuan.front.planning.promises.form import categories, departments
from bihuan.front.planning.promises.words import promise
from bihuan.front.workbench.words import IMPACTS, URGENCIES, name_of
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.text.languages import either
from bihuan.kit.ui import forms


class Step(StrEnum):
    SOONER = "sooner"
    LATER = "later"


class Renamed(NamedTuple):
    """So many open tickets of a rank, what they are called, and what they would be."""

    rank: int
    now: str
    then_rank: int
    then: str
    tickets: int


@require_safe
@opens_to(Right.SET_RULES)
def priorities(request: DeskRequest) -> HttpResponse:
    """The scheme in force, beside the others, and the rules."""
    kept = get_object_or_404(PriorityScheme, is_in_force=True)
    return _show(request, kept, SchemeForm(kept.as_it_stands()))


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def scheme(request: DeskRequest, code: str) -> HttpResponse:
    """A scheme: keep its matrix and its names, or try the matrix on last month's tickets."""
    kept = get_object_or_404(PriorityScheme, code=code)
    if request.method != "POST":
        return _show(request, kept, SchemeForm(kept.as_it_stands()))
    form = SchemeForm(kept.as_it_stands(), request)
    if form.errors:
        return _show(request, kept, form, status=422)
    if "try" in request.POST:
        return _show(request, kept, form, tried=try_out(form.draft, request.stamp.at))
    keep_scheme(kept, form.draft, request.stamp)
    messages.success(request, _("Saved. It holds for what is filed or classified from now on."))
    return redirect(_address(kept))


@require_POST
@opens_to(Right.SET_RULES)
def force(request: DeskRequest, code: str) -> HttpResponse:
    """Put a scheme in force."""
    kept = get_object_or_404(PriorityScheme, code=code)
    put_in_force(kept, request.stamp)
    messages.success(request, _("Priorities go by “%(name)s” now.") % {"name": kept.name})
    return redirect("priorities")


@require_POST
@opens_to(Right.SET_RULES)
def delivered(request: DeskRequest, code: str) -> HttpResponse:
    """Give a scheme back the matrix and the names that it came with."""
    kept = get_object_or_404(PriorityScheme, code=code)
    keep_as_delivered(kept, request.stamp)
    messages.success(request, _("“%(name)s” is as it was delivered.") % {"name": kept.name})
    return redirect(_address(kept))


@require_POST
@opens_to(Right.SET_RULES)
def rule_new(request: DeskRequest) -> HttpResponse:
    return _keep_rule(request, PriorityRule())


@require_POST
@opens_to(Right.SET_RULES)
def rule(request: DeskRequest, pk: int) -> HttpResponse:
    return _keep_rule(request, get_object_or_404(PriorityRule, pk=pk))


@require_POST
@opens_to(Right.SET_RULES)
def rule_place(request: DeskRequest, pk: int) -> HttpResponse:
    """Have a rule applied one place sooner or later."""
    row = get_object_or_404(PriorityRule, pk=pk)
    move(row, -1 if forms.choice(request, "step", Step) is Step.SOONER else 1, request.stamp)
    return redirect(reverse("priorities") + "#rules")


@require_POST
@opens_to(Right.SET_RULES)
def rule_removal(request: DeskRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(PriorityRule, pk=pk)
    remove(row, request.stamp)
    messages.success(request, _("The rule is gone. What it raised stays as it is."))
    return redirect(reverse("priorities") + "#rules")


@require_POST
@opens_to(Right.SET_RULES)
def thresholds(request: DeskRequest) -> HttpResponse:
    """Decide from how many reports on a fault is a department's or the company's."""
    form = ThresholdForm(request.POST)
    if not form.is_valid():
        kept = get_object_or_404(PriorityScheme, is_in_force=True)
        return _show(request, kept, SchemeForm(kept.as_it_stands()), thresholds=form, status=422)
    keep_thresholds(form.wanted, request.stamp)
    messages.success(request, _("Saved. It holds for what is reported from now on."))
    return redirect(reverse("priorities") + "#thresholds")


def _keep_rule(request: DeskRequest, row: PriorityRule) -> HttpResponse:
    form = RuleForm(row, request)
    facts = form.read()
    if facts is None:
        kept = get_object_or_404(PriorityScheme, is_in_force=True)
        return _show(request, kept, SchemeForm(kept.as_it_stands()), rule=form, status=422)
    keep_rule(row, facts, request.stamp)
    messages.success(request, _("Saved. It holds for what is filed or classified from now on."))
    return redirect(reverse("priorities") + "#rules")


def _show(
    request: DeskRequest,
    kept: PriorityScheme,
    form: SchemeForm,
    *,
    tried: Tried | None = None,
    rule: RuleForm | None = None,
    thresholds: ThresholdForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = scheme_in_force()
    told: dict[str, Any] = {
        "shell": desk_shell(request.user, request.stamp.at, "planning"),
        "schemes": [_marked(one) for one in _schemes()],
        "chosen": kept,
        "form": form,
        "impacts": IMPACTS,
        "urgencies": URGENCIES,
        "is_delivered": DELIVERED.get(kept.code) in (None, form.scheme),
        "delivered_cells": DELIVERED[kept.code].cells if kept.code in DELIVERED else form.scheme.cells,
        "renamed": [] if kept.is_in_force else _renamed(now, form.scheme),
        "tried": _told(tried, now, form.draft) if tried else None,
        "now": now,
        "thresholds": thresholds or ThresholdForm(initial=reporter_thresholds()._asdict()),
        "usual": Thresholds(),
        **_rules(rule),
    }
    return render(request, "priorities/priorities.html", told, status=status)


def _schemes() -> list[PriorityScheme]:
    return list(PriorityScheme.objects.prefetch_related("levels", "cells").order_by("pk"))


def _marked(one: PriorityScheme) -> dict[str, Any]:
    levels = [(level.rank, name_of(level)) for level in one.as_it_stands().levels]
    return {"row": one, "levels": levels, "address": _address(one)}


def _renamed(now: Scheme, then: Scheme) -> list[Renamed]:
    """Return how many open tickets would be called what, the most urgent first."""
    return [
        Renamed(rank, name_of(now.level(rank)), then.level(rank).rank, name_of(then.level(rank)), count)
        for rank, count in open_by_rank().items()
    ]


def _told(tried: Tried, now: Scheme, then: Scheme) -> dict[str, Any]:
    moved = [
        (was, name_of(now.level(was)), would_be, name_of(then.level(would_be)), count)
        for (was, would_be), count in tried.moved.items()
    ]
    promises = [(str(promise(name)), outcome) for name, outcome in tried.promises.items()]
    return {"tickets": tried.tickets, "changed": tried.changed, "moved": moved, "promises": promises}


def _rules(sent: RuleForm | None) -> dict[str, Any]:
    """Return the rules in their order, each with its form; what was sent stands where it was typed."""
    rows = PriorityRule.objects.select_related("department", "category__parent").order_by("position")
    scheme = scheme_in_force()
    rules = [
        {
            "row": row,
            "asks": either(*row.rule.names),
            "does": dict(effects(scheme)).get(_effect(row, scheme), ""),
            "form": sent if sent and sent.row.pk == row.pk else RuleForm(row),
        }
        for row in rows
    ]
    return {
        "rules": rules,
        "new_rule": sent if sent and sent.row.pk is None else RuleForm(PriorityRule()),
        "effects": list(effects(scheme)),
        "categories": categories(),
        "departments": departments(),
    }


def _effect(row: PriorityRule, scheme: Scheme) -> str:
    """Return the value of the choice that a rule stands for in a scheme."""
    return str(scheme.level(row.at_least).rank) if row.at_least else "more"


def _address(kept: PriorityScheme) -> str:
    return reverse("priority-scheme", args=[kept.code])
