"""The catalogue as it is planned: the tree, a category with what it asks, and its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.catalogue import keeping, words
from bihuan.front.planning.catalogue.differences import differences
from bihuan.front.planning.catalogue.form import CategoryForm
from bihuan.ground.catalogue.models import Category, CategoryVersion
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Skill, Team
from bihuan.ground.people.rights import Right

MOVES = {"up": -1, "down": 1}


@require_safe
@opens_to(Right.SET_RULES)
def tree(request: DeskRequest) -> HttpResponse:
    """Branches and what they hold, in their order; `?retired=1` also what is offered no more."""
    return render(request, "catalogue/tree.html", _framed(request) | _tree(request))


@require_POST
@opens_to(Right.SET_RULES)
def order(request: DeskRequest) -> HttpResponse:
    """Put a `category` a step `up` or `down`, into a `branch`, or `before` another: what was dropped or pressed."""
    category = get_object_or_404(Category.objects.select_related("parent"), code=request.POST.get("category"))
    branch, before = category.parent, None
    if step := MOVES.get(request.POST.get("move", "")):
        before = _neighbour(category, step)
    else:
        branch = _named(request.POST.get("branch", ""))
        before = _named(request.POST.get("before", ""))
    keeping.place(category, branch=branch, before=before, stamp=request.stamp)
    if request.headers.get("HX-Request") == "true":
        return render(request, "catalogue/_tree.html", _tree(request))
    return redirect("catalogue")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def category_new(request: DeskRequest) -> HttpResponse:
    """A category to come; `?branch=` the branch it belongs to."""
    return _category_desk(request, Category())


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def category(request: DeskRequest, code: str) -> HttpResponse:
    """What a category is called, who takes it, which words suggest it, what it asks and how it is worked."""
    return _category_desk(request, _category(code))


@require_POST
@opens_to(Right.SET_RULES)
def standing(request: DeskRequest, code: str) -> HttpResponse:
    """Retire a category, or bring it back: `active` says which."""
    found = _category(code)
    is_active = request.POST.get("active") == "1"
    keeping.stand(found, is_active=is_active, stamp=request.stamp)
    said = _("%(name)s is offered again.") if is_active else _("%(name)s is retired. Its tickets keep it.")
    messages.success(request, said % {"name": found.name})
    return redirect("category", code=code)


@require_safe
@opens_to(Right.SET_RULES)
def versions(request: DeskRequest, code: str) -> HttpResponse:
    """What the category asked before, newest first, each with what it changed."""
    found = _category(code)
    every = list(found.versions.select_related("by").order_by("number"))
    before: list[CategoryVersion | None] = [None, *every[:-1]]
    lines = [
        (version, differences(was.content, version.content) if was else [])
        for was, version in zip(before, every, strict=True)
    ]
    told = {"category": found, "lines": lines[::-1], "words": words}
    return render(request, "catalogue/versions.html", _framed(request) | told)


@require_POST
@opens_to(Right.SET_RULES)
def version_again(request: DeskRequest, code: str, number: int) -> HttpResponse:
    """Ask again what an earlier version asked, as a new version."""
    found = _category(code)
    version = get_object_or_404(found.versions, number=number)
    if keeping.take_again(found, version.number, request.stamp):
        messages.success(request, _("Version %(n)d holds again, as a new one.") % {"n": number})
    return redirect("category-versions", code=code)


def _category_desk(request: DeskRequest, one: Category) -> HttpResponse:
    """Show the form of a category, change its lines, or keep it."""
    if request.method != "POST":
        return _show(request, CategoryForm.of(one, request.GET.get("branch", "")[:60]))
    form = CategoryForm.read(one, request.POST)
    if wish := request.POST.get("do", ""):
        opened = form.change(wish)
        return _show(request, form, opened=(wish.split("-")[1], opened) if opened is not None else None)
    form.check()
    if form.is_wrong:
        return _show(request, form, status=422)
    try:
        kept = keeping.keep(one, form.facts, form.content, form.typed["revision"], request.stamp)
    except keeping.Overtaken:
        form.errors["revision"] = _("Somebody else has saved this meanwhile.")
        return _show(request, form, status=409)
    messages.success(request, _("%(name)s was saved.") % {"name": kept.name})
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": reverse("category", args=[kept.code])})
    return redirect("category", code=kept.code)


def _show(
    request: DeskRequest, form: CategoryForm, *, status: int = 200, opened: tuple[str, int] | None = None
) -> HttpResponse:
    one = form.category
    branches = Category.objects.filter(parent=None, team=None).exclude(pk=one.pk)
    told: dict[str, Any] = {
        "form": form,
        "category": one,
        "opened": opened,
        "branches": [(branch.code, branch.name) for branch in branches],
        "teams": [(team.code, team.name) for team in Team.objects.all()],
        "skills": [(skill.code, skill.name) for skill in Skill.objects.all()],
        "version": one.versions.aggregate(Max("number"))["number__max"] if one.pk else None,
        "words": words,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "catalogue/_form.html", told, status=status)
    return render(request, "catalogue/category.html", _framed(request) | told, status=status)


def _tree(request: DeskRequest) -> dict[str, Any]:
    """Return the branches with their leaves by one query; what stands alone is a branch of itself."""
    every = list(
        Category.objects.select_related("team", "escalates_to")
        .annotate(
            asks=Count("fields", distinct=True),
            checks=Count("steps", distinct=True),
            version=Max("versions__number"),
        )
        .order_by("position", "code")
    )
    shows_retired = request.GET.get("retired") == "1" or request.POST.get("retired") == "1"
    under: dict[int | None, list[Category]] = {}
    for one in every:
        if one.is_active or shows_retired:
            under.setdefault(one.parent_id, []).append(one)
    tops = under.get(None, [])
    return {
        "tops": [(top, under.get(top.pk, [])) for top in tops],
        "branches": [top for top in tops if top.team_id is None],
        "retired": sum(not one.is_active for one in every),
        "shows_retired": shows_retired,
        "words": words,
    }


def _neighbour(category: Category, step: int) -> Category | None:
    """Return before which category a step up or down leads; None for the end."""
    siblings = list(Category.objects.filter(parent=category.parent).order_by("position", "code"))
    at = next(n for n, one in enumerate(siblings) if one.pk == category.pk)
    to = at + step if step < 0 else at + step + 1
    return siblings[max(to, 0)] if to < len(siblings) else None


def _named(code: str) -> Category | None:
    return get_object_or_404(Category, code=code) if code else None


def _category(code: str) -> Category:
    found = Category.objects.select_related("parent", "team", "escalates_to").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _framed(request: DeskRequest) -> dict[str, Any]:
    return {"shell": desk_shell(request.user, request.stamp.at, "planning")}
