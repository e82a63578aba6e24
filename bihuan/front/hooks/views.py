"""Addresses elsewhere that are told what happens to tickets: what each hears of, and what became of telling it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.hooks import keeping, words
from bihuan.front.hooks.form import HookForm, initial_of, usable_tokens
from bihuan.front.hooks.models import TRIAL, Delivery, DeliveryState, Hook
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui.paging import page_of

PAGE = 25


@require_safe
@opens_to(Right.ADMINISTER)
def hooks(request: DeskRequest) -> HttpResponse:
    """All addresses, and how each does."""
    return render(request, "hooks/hooks.html", _framed(request) | {"hooks": _standing().order_by("pk")})


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.ADMINISTER)
@sensitive_variables("made")
def hook_new(request: DeskRequest) -> HttpResponse:
    """An address to come; the answer shows its secret."""
    form = HookForm(request.POST) if request.method == "POST" else HookForm(initial={"is_active": True})
    if not form.is_valid():
        told = {"form": form, "tokens": _tokens()}
        return render(
            request, "hooks/hook_new.html", _framed(request) | told, status=422 if form.is_bound else 200
        )
    one, made = keeping.set_up(form.cleaned_data, request.stamp)
    return _show(request, one.pk, secret=made, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.ADMINISTER)
def hook(request: DeskRequest, pk: int) -> HttpResponse:
    """An address: what it was told last, and its form."""
    one = get_object_or_404(Hook, pk=pk)
    if request.method != "POST":
        return _show(request, pk)
    form = HookForm(request.POST)
    if not form.is_valid():
        return _show(request, pk, form, status=422)
    keeping.keep(one, form.cleaned_data, request.stamp)
    messages.success(request, _("%(name)s was saved.") % {"name": form.cleaned_data["name"]})
    return redirect("hook", pk=pk)


@require_POST
@opens_to(Right.ADMINISTER)
@sensitive_variables("made")
def secret(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the secret; it is shown in the answer, and never again."""
    made = keeping.change_secret(get_object_or_404(Hook, pk=pk), request.stamp)
    return _show(request, pk, secret=made)


@require_POST
@opens_to(Right.ADMINISTER)
def trial(request: DeskRequest, pk: int) -> HttpResponse:
    """Tell the address something that happened to no ticket."""
    Delivery.put(get_object_or_404(Hook, pk=pk, is_active=True), TRIAL, request.stamp.at)
    messages.success(request, _("The test is on its way; what the address answers stands below in a moment."))
    return _to_log(pk)


@require_POST
@opens_to(Right.ADMINISTER)
def resumption(request: DeskRequest, pk: int) -> HttpResponse:
    """Go on telling an address that was paused."""
    keeping.resume(get_object_or_404(Hook, pk=pk), request.stamp)
    messages.success(request, _("It is told again; what waits leaves first."))
    return _to_log(pk)


@require_POST
@opens_to(Right.ADMINISTER)
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    """Take an address away."""
    one = get_object_or_404(Hook, pk=pk)
    keeping.remove(one, request.stamp)
    messages.success(request, _("%(name)s is told nothing any more.") % {"name": one.name})
    return redirect("hooks")


@require_POST
@opens_to(Right.ADMINISTER)
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """Send a delivery once more."""
    one = get_object_or_404(Delivery.objects.select_related("hook"), pk=pk)
    keeping.send_again(one, request.stamp)
    messages.success(request, _("It is on its way once more, under the same id."))
    return _to_log(one.hook_id)


@sensitive_variables("secret")
def _show(
    request: DeskRequest, pk: int, form: HookForm | None = None, *, secret: str = "", status: int = 200
) -> HttpResponse:
    one = get_object_or_404(_standing(), pk=pk)
    told = {
        "hook": one,
        "form": form or HookForm(initial=initial_of(one)),
        "tokens": _tokens(),
        "secret": secret,
        "page": page_of(request, one.deliveries.select_related("event__ticket"), "pk", PAGE),
    }
    return render(request, "hooks/hook.html", _framed(request) | told, status=status)


def _tokens() -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.person.name} · {one.name} ({one.prefix}…)") for one in usable_tokens()]


def _standing() -> QuerySet[Hook]:
    """Return all hooks with what waits, what was given up and when something was last taken."""
    state = "deliveries__state"
    return Hook.objects.select_related("token__person").annotate(
        waiting=Count("deliveries", filter=Q(**{state: DeliveryState.WAITING})),
        given_up=Count("deliveries", filter=Q(**{state: DeliveryState.FAILED})),
        withheld=Count("deliveries", filter=Q(**{state: DeliveryState.WITHHELD})),
        last_taken_at=Max("deliveries__tried_at", filter=Q(**{state: DeliveryState.TAKEN})),
    )


def _to_log(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('hook', args=[pk])}#log")


def _framed(request: DeskRequest) -> dict[str, Any]:
    shell = desk_shell(request.user, request.stamp.at, "settings")
    return {"shell": shell, "words": words, "now": request.stamp.at}
