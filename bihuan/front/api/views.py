"""Tokens: everybody his or her own, an administrator all of them. A token is shown once, when it is made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.api.models import ApiToken, Scope
from bihuan.front.api.token_form import LIVES, SCOPES, TokenForm
from bihuan.front.home.shell import desk_shell, portal_shell
from bihuan.ground.people.audience import SIGNED_IN, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.events.refused import Refused
from bihuan.kit.ui.paging import page_of


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(SIGNED_IN)
def own_tokens(request: DeskRequest) -> HttpResponse:
    """One's own tokens, and the form of a new one, whose secret the answer holds."""
    if request.method != "POST":
        return _own(request, TokenForm(initial={"days": "90", "scopes": [Scope.TICKETS_READ]}))
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _own(request, form, status=422)
    said = form.cleaned_data
    try:
        token, secret = ApiToken.make(
            name=said["name"],
            scopes=[Scope(scope) for scope in said["scopes"]],
            lives=form.lives,
            stamp=request.stamp,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _own(request, form, status=refused.status)
    return _own(request, TokenForm(initial={"days": "90"}), status=201, made=token, secret=secret)


@require_POST
@opens_to(SIGNED_IN)
def revocation(request: DeskRequest, pk: int) -> HttpResponse:
    """End a token: one's own, or as an administrator anybody's."""
    mine = ApiToken.objects.all() if request.user.may(Right.ADMINISTER) else ApiToken.objects.of(request.user)
    token = get_object_or_404(mine, pk=pk)
    token.revoke(request.stamp)
    messages.success(request, _("The token %(name)s opens nothing any more.") % {"name": token.name})
    return redirect("api-tokens" if "all" in request.POST else "own-tokens")


@require_safe
@opens_to(Right.ADMINISTER)
def tokens(request: DeskRequest) -> HttpResponse:
    """Everybody's tokens: who has which keys to the desk."""
    told = {
        "shell": desk_shell(request.user, request.stamp.at, "settings"),
        "page": page_of(request, ApiToken.objects.listed(), "pk"),
        "now": request.stamp.at,
        "scope_words": SCOPES,
    }
    return render(request, "api/tokens.html", told)


def _own(request: DeskRequest, form: TokenForm, *, status: int = 200, **made: Any) -> HttpResponse:
    is_desk = bool(request.user.roles)
    told = {
        "shell": (desk_shell if is_desk else portal_shell)(request.user, request.stamp.at, ""),
        "frame_of_page": "ui/desk.html" if is_desk else "ui/portal.html",
        "is_desk": is_desk,
        "form": form,
        "tokens": ApiToken.objects.of(request.user).listed().order_by("-pk"),
        "now": request.stamp.at,
        "scope_words": SCOPES,
        "lives": list(LIVES.items()),
        "made": None,
        "secret": "",
        "address": request.build_absolute_uri(reverse("api:tickets")),
    }
    return render(request, "api/own_tokens.html", told | made, status=status)
