"""What the desk promises to whom: the policies in their order, which one a ticket would get, and what a change would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.flow.sla.calling import URGENT
from bihuan.flow.sla.choosing import Matter, misfits
from bihuan.flow.sla.models import Policy, PolicyBook, QuietHours, Target, policy_book, read_book
from bihuan.flow.sla.replay import Outcome, replay
from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.promises import words
from bihuan.front.planning.promises.form import LEVELS, PolicyForm, categories, departments
from bihuan.front.planning.promises.keeping import keep, move
from bihuan.front.planning.promises.levels import (
    LevelForm,
    is_known,
    keep_levels,
    keep_quiet,
    read_quiet,
)
from bihuan.front.workbench.words import CHANNELS, priorities, ranks
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms

A_MONTH = timedelta(days=30)


class Step(StrEnum):
    SOONER = "sooner"
    LATER = "later"


class Judged(NamedTuple):
    """A policy, what speaks against it, and whether it is the one chosen."""

    policy: Policy
    asked: list[str]
    against: list[str]
    is_chosen: bool


@require_safe
@opens_to(Right.SET_RULES)
def policies(request: DeskRequest) -> HttpResponse:
    """All policies in the order in which they are asked, and which one a made-up ticket would get."""
    every = list(Policy.objects.in_order().select_related("category__parent", "department", "person"))
    matter, person = _made_up(request, policy_book())
    named = priorities()
    judged = [_judged(one, matter, named) for one in every]
    chosen = (
        next((one.policy for one in judged if one.policy.is_active and not one.against), None)
        if matter
        else None
    )
    told = {
        "judged": [one._replace(is_chosen=one.policy is chosen) for one in judged],
        "chosen": chosen,
        "is_asked": matter is not None,
        "unknown": bool(request.GET.get("person")) and person is None,
        "given": request.GET,
        "targets": policy_book().targets.get((chosen.pk, matter.priority), {}) if chosen and matter else {},
    }
    return render(request, "promises/policies.html", _framed(request) | _choices() | told)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def policy_new(request: DeskRequest) -> HttpResponse:
    """A policy to come, which begins with what is usually promised."""
    usual = Policy.objects.filter(code=Policy.USUAL).first()
    return _policy_desk(request, Policy(), usual)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def policy(request: DeskRequest, pk: int) -> HttpResponse:
    return _policy_desk(request, get_object_or_404(Policy, pk=pk))


@require_POST
@opens_to(Right.SET_RULES)
def policy_place(request: DeskRequest, pk: int) -> HttpResponse:
    """Have a policy asked one place sooner or later."""
    one = get_object_or_404(Policy, pk=pk)
    step = -1 if forms.choice(request, "step", Step) is Step.SOONER else 1
    move(one, step, request.stamp)
    return redirect("policies")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def levels(request: DeskRequest) -> HttpResponse:
    """Who is called when a promise is about to be missed and after: for all promises or one, by all policies or one."""
    promise = request.GET.get("promise", "")
    if not is_known(promise):
        raise Http404
    asked = request.GET.get("policy", "")
    policy = get_object_or_404(Policy, pk=_key(asked)) if asked else None
    if request.method != "POST":
        return _show_levels(request, LevelForm(promise, policy))
    if "quiet" in request.POST:
        hours, wrong = read_quiet(request)
        if wrong:
            return _show_levels(request, LevelForm(promise, policy), wrong, status=422)
        keep_quiet(hours, request.stamp)
    else:
        form = LevelForm(promise, policy, request)
        if form.errors:
            return _show_levels(request, form, status=422)
        keep_levels(form, request.stamp)
    messages.success(request, _("Saved. It holds for what goes off from now on."))
    return redirect(request.get_full_path())


def _show_levels(
    request: DeskRequest, form: LevelForm, wrong: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    told: dict[str, Any] = {
        "form": form,
        "policies": [(one.pk, one.name) for one in Policy.objects.in_order()],
        "quiet": QuietHours.objects.first(),
        "wrong": wrong or {},
        "given": request.POST,
    }
    told["urgent"] = priorities()[URGENT]
    return render(request, "promises/levels.html", _framed(request) | told, status=status)


def _policy_desk(request: DeskRequest, one: Policy, like: Policy | None = None) -> HttpResponse:
    """Show the form of a policy, try what it says on last month's tickets, or keep it."""
    if request.method != "POST":
        return _show(request, PolicyForm(one, like=like))
    form = PolicyForm(one, request)
    if form.errors:
        return _show(request, form, status=422)
    if "try" in request.POST:
        return _show(request, form, outcomes=_tried(form, request))
    keep(one, form.facts, form.aims, request.stamp)
    messages.success(request, _("%(name)s was saved; running clocks are aimed anew.") % {"name": one.name})
    return redirect("policies")


def _tried(form: PolicyForm, request: DeskRequest) -> list[tuple[str, Outcome]]:
    """Return what would have become of last month's promises, had this policy held."""
    draft = form.policy
    for name, value in form.facts.items():
        setattr(draft, name, value)
    others = [one for one in Policy.objects.active().in_order() if one.pk != draft.pk or not draft.pk]
    is_before = draft.position if draft.position is not None else 32766
    place = len([one for one in others if one.position is not None and one.position < is_before])
    if draft.is_usual:
        place = len(others)
    ordered = [*others[:place], draft, *others[place:]] if draft.is_active else others
    targets = list(Target.objects.exclude(policy=draft.pk).select_related("calendar__region"))
    for (promise, priority), aim in form.aims.items():
        allowed, warn_before, calendar, first_after = aim
        targets.append(
            Target(
                policy_id=draft.pk,
                promise=promise,
                priority=priority,
                allowed=allowed,
                warn_before=warn_before,
                calendar=calendar,
                first_after=first_after,
            )
        )
    found = replay(read_book(ordered, targets), request.stamp.at - A_MONTH, request.stamp.at)
    return [(str(words.promise(promise)), outcome) for promise, outcome in found.items()]


def _show(
    request: DeskRequest,
    form: PolicyForm,
    *,
    status: int = 200,
    outcomes: list[tuple[str, Outcome]] | None = None,
) -> HttpResponse:
    told: dict[str, Any] = {"form": form, "policy": form.policy, "outcomes": outcomes}
    return render(request, "promises/policy.html", _framed(request) | _choices() | told, status=status)


def _judged(one: Policy, matter: Matter | None, named: Mapping[int, str]) -> Judged:
    against = (
        [str(words.CONDITIONS[condition]) for condition in misfits(one.conditions, matter)] if matter else []
    )
    return Judged(one, list(words.asked(one, named)), against, is_chosen=False)


def _made_up(request: DeskRequest, book: PolicyBook) -> tuple[Matter | None, Person | None]:
    """Return the ticket that somebody made up; None where nothing was asked."""
    given = request.GET
    if given.get("priority", "") not in {str(one) for one in LEVELS}:
        return None, None
    typed = given.get("person", "").replace("\x00", "")
    person = Person.objects.known_as(typed) if typed else None
    department = person.department_id if person else _key(given.get("department", ""))
    matter = Matter(
        priority=int(given["priority"]),
        channel=given.get("channel", ""),
        categories=book.categories(_key(given.get("category", ""))),
        departments=book.departments(department),
        person=person.pk if person else None,
        is_vip=person.is_vip if person else "vip" in given,
    )
    return matter, person


def _key(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _choices() -> dict[str, Any]:
    return {
        "categories": categories(),
        "departments": departments(),
        "priorities": ranks(),
        "channels": [(kind, name) for kind, (name, _icon) in CHANNELS.items()],
    }


def _framed(request: DeskRequest) -> dict[str, Any]:
    return {"shell": desk_shell(request.user, request.stamp.at, "planning"), "words": words}
