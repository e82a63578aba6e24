"""The desk's connections to chat platforms: what there is, how each does, and the form that sets one up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.ops import chat_words, chats
from bihuan.front.ops.chat_form import ChatForm, initial_of
from bihuan.ground.channels.chat.sending import NotSent
from bihuan.ground.channels.models import ChatConnection
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.ground.channels.posting import try_pass
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right


@require_safe
@opens_to(Right.ADMINISTER)
def connections(request: DeskRequest) -> HttpResponse:
    """All connections, and how each does."""
    told = {"connections": chats.standing(), "platforms": list(PLATFORMS)}
    return render(request, "ops/chats.html", _framed(request) | told)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.ADMINISTER)
def connection_new(request: DeskRequest, platform: str) -> HttpResponse:
    if platform not in PLATFORMS:
        raise Http404
    return _connection_desk(request, ChatConnection(platform=platform))


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.ADMINISTER)
def connection(request: DeskRequest, pk: int) -> HttpResponse:
    return _connection_desk(request, get_object_or_404(ChatConnection, pk=pk))


def _connection_desk(request: DeskRequest, connection: ChatConnection) -> HttpResponse:
    """Show the form of a connection, try what it says, or keep it."""
    if request.method != "POST":
        return _show(request, connection, ChatForm(connection, initial=initial_of(connection)))
    form = ChatForm(connection, request.POST)
    if not form.is_valid():
        return _show(request, connection, form, status=422)
    if "try" in request.POST:
        return _show(request, connection, form, tried=_try(form))
    is_new = connection.pk is None
    chats.keep(connection, form.facts, form.secrets, request.stamp)
    messages.success(request, _("%(name)s was saved.") % {"name": connection.name})
    return redirect("chat-connection", pk=connection.pk) if is_new else redirect("chat-connections")


def _try(form: ChatForm) -> tuple[bool, str]:
    """Ask the platform for a pass, as typed and without keeping anything; return how it went, and its words."""
    try:
        try_pass(form.connection.platform, form.cleaned_data["address"], form.keys)
    except NotSent as reason:
        return False, str(reason)
    return True, ""


def _show(
    request: DeskRequest,
    connection: ChatConnection,
    form: ChatForm,
    *,
    status: int = 200,
    tried: tuple[bool, str] | None = None,
) -> HttpResponse:
    is_new = connection.pk is None
    told: dict[str, Any] = {
        "connection": connection,
        "form": form,
        "tried": tried,
        "door": "" if is_new else chats.door_of(connection),
        "action": reverse("chat-new", args=[connection.platform])
        if is_new
        else reverse("chat-connection", args=[connection.pk]),
    }
    return render(request, "ops/chat.html", _framed(request) | told, status=status)


def _framed(request: DeskRequest) -> dict[str, Any]:
    return {"shell": desk_shell(request.user, request.stamp.at, "settings"), "words": chat_words}
