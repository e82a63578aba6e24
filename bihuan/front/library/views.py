"""Knowledge to find and read for everybody, to write for agents (KNO-01, KNO-02)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.home.shell import desk_shell, portal_shell
from bihuan.front.library import shelves, words
from bihuan.front.library.reading import lead, read, record_of
from bihuan.front.library.shelves import Wish
from bihuan.front.library.writing import ArticleForm, begun, initial_of, mark_of
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.audience import SIGNED_IN, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.text.html import from_markdown
from bihuan.kit.ui import forms
from bihuan.kit.ui.paging import address, page_of
from bihuan.practices.knowledge.models import Article, ArticleKind, ArticleState, Missed, Vote

PAGE_SIZE = 30
THEN = {"publish": ArticleState.PUBLISHED, "retire": ArticleState.RETIRED, "draft": ArticleState.DRAFT}


@require_safe
@opens_to(SIGNED_IN)
def library(request: DeskRequest) -> HttpResponse:
    """What there is to read: by words, by category, by kind; what helped most, and what is new."""
    person, wish = request.user, Wish.read(request, request.user)
    told: dict[str, Any] = {"wish": wish, "states": shelves.counts_by_state(person)}
    told["branches"] = shelves.branches(person, wish.state)
    if wish.words:
        told["found"], told["is_near"] = shelves.found(person, wish)
        if wish.is_of_words_alone and (told["is_near"] or not told["found"]):
            Missed.note(wish.words, localdate(request.stamp.at), is_near=told["is_near"])
    elif wish.is_open:
        told |= {"popular": shelves.popular(person, request.stamp.at), "newest": shelves.newest(person)}
    else:
        told["page"] = page_of(request, shelves.wished(person, wish).with_texts(), "changed_at", PAGE_SIZE)
    told |= {"put": partial(address, request), "lead": lead, **_narrowed(request, wish, told["states"])}
    return render(request, "library/library.html", framed(request) | told)


@require_safe
@opens_to(SIGNED_IN)
def article(request: DeskRequest, number: str) -> HttpResponse:
    """An article to read, in the language that `?language=` names where it has that one."""
    found = _article(request, number)
    told: dict[str, Any] = {"article": found, "reading": read(found, request.GET.get("language", ""))}
    told["vote"] = Vote.objects.of(request.user).filter(article=found).first()
    told["record"] = record_of(found) if request.user.may(Right.WORK_TICKETS) else None
    return render(request, "library/article.html", framed(request) | told)


@require_POST
@opens_to(SIGNED_IN)
def votes(request: DeskRequest, number: str) -> HttpResponse:
    """Take a reader's word whether the article helped: `helped` = yes or no."""
    found = _article(request, number)
    vote = Vote.cast(found, has_helped=forms.text(request, "helped") == "yes", stamp=request.stamp)
    if request.headers.get("HX-Request") != "true":
        return redirect("article", number=found.number)
    return render(
        request, "library/_helped.html", {"article": found, "vote": vote, "is_desk": bool(request.user.roles)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.WRITE_KNOWLEDGE)
def new(request: DeskRequest) -> HttpResponse:
    """A new article."""
    if request.method != "POST":
        return _desk_of_writer(request, ArticleForm(initial=begun(request.GET)), None)
    form = ArticleForm(request.POST)
    if "preview" in request.POST or not form.is_valid():
        return _desk_of_writer(request, form, None)
    state = THEN.get(forms.text(request, "then"), ArticleState.DRAFT)
    written = Article.write(texts=form.texts, state=state, stamp=request.stamp, **form.facts)
    return redirect("article", number=written.number)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.WRITE_KNOWLEDGE)
def edit(request: DeskRequest, number: str) -> HttpResponse:
    """An article to be changed. Who saves what somebody else has changed meanwhile is shown that first."""
    found = _article(request, number)
    if request.method != "POST":
        return _desk_of_writer(request, ArticleForm(initial=initial_of(found)), found)
    form = ArticleForm(request.POST)
    if "preview" in request.POST or not form.is_valid():
        return _desk_of_writer(request, form, found)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=found.pk)
        found = _article(request, number)  # as it stands now that nobody else can change it
        if form.cleaned_data["seen"] != mark_of(found):
            return _desk_of_writer(request, form, found, is_crossed=True)
        state = THEN.get(forms.text(request, "then"), ArticleState(found.state))
        found.rewrite(texts=form.texts, state=state, stamp=request.stamp, **form.facts)
    return redirect("article", number=found.number)


def _narrowed(request: DeskRequest, wish: Wish, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return the states as tabs, and what the list is narrowed to as chips with the address without each."""
    category = Category.objects.filter(code=wish.category).first() if wish.category else None
    kinds = [
        (str(name), address(request, kind=kind)) for kind, name in words.KINDS.items() if kind != wish.kind
    ]
    chips = []
    if category:
        chips.append((_("Category"), category.name, address(request, category=None)))
    if wish.kind:
        chips.append((_("Kind"), str(words.KINDS[ArticleKind(wish.kind)]), address(request, kind=None)))
    tabs = [
        (name, address(request, state=state, all=None), wish.state == state, counts[state])
        for state, (name, _tone, _icon) in words.STATES.items()
        if counts
    ]
    return {"chips": chips, "kinds": kinds, "state_tabs": tabs}


def _article(request: DeskRequest, number: str) -> Article:
    """Return the article, or 404 as for one that does not exist, where the reader may not see it."""
    visible = Article.objects.visible_to(request.user).with_texts()
    return get_object_or_404(visible, number=number)


def framed(request: DeskRequest) -> dict[str, Any]:
    """Return the frame: the desk for who works there, the portal for everybody else."""
    is_desk = bool(request.user.roles)
    shell = (desk_shell if is_desk else portal_shell)(request.user, request.stamp.at, "library")
    return {
        "shell": shell,
        "is_desk": is_desk,
        "may_write": request.user.may(Right.WRITE_KNOWLEDGE),
        "frame_of_page": "ui/desk.html" if is_desk else "ui/portal.html",
        "words": words,
    }


def _desk_of_writer(
    request: DeskRequest, form: ArticleForm, written: Article | None, *, is_crossed: bool = False
) -> HttpResponse:
    """Show the form: with what is wrong beside the fields, with a preview, or with what somebody else has saved."""
    told = {"form": form, "previews": _previews(form) if "preview" in request.POST else {}}
    if request.headers.get("HX-Request") == "true" and "preview" in request.POST:
        return render(request, "library/_previews.html", told)
    told |= {"article": written, "tree": _tree(), "is_crossed": is_crossed}
    told["visibilities"] = [(each, name, more, "") for each, (name, more) in words.VISIBILITIES.items()]
    told["action"] = reverse("article-edit", args=[written.number]) if written else reverse("article-new")
    told["seen"] = (
        mark_of(written) if written and (is_crossed or not form.is_bound) else form["seen"].value() or ""
    )
    status = (
        409 if is_crossed else 422 if form.is_bound and form.errors and "preview" not in request.POST else 200
    )
    return render(request, "library/write.html", framed(request) | told, status=status)


def _previews(form: ArticleForm) -> dict[str, Any]:
    """Return each language's text as it will be read."""
    return {end: from_markdown(str(form[f"body_{end}"].value() or "")) for _name, end in form.columns}


def _tree() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the catalogue as groups for a choice: each branch as a whole, and its leaves."""
    categories = list(Category.objects.active())
    return [
        (
            branch.name,
            [
                (branch.code, branch.name),
                *((leaf.code, f"　{leaf.name}") for leaf in categories if leaf.parent_id == branch.pk),
            ],
        )
        for branch in categories
        if branch.parent_id is None
    ]
