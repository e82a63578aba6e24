"""What an administrator of the desk decides, and the book of what was decided."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.ops import mailboxes, records, standing, words
from bihuan.front.ops.mailbox_form import MailboxForm, initial_of
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.channels.email.trying import Tried, try_fetching, try_posting
from bihuan.ground.channels.models import Mailbox
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui.paging import page_of
from bihuan.kit.work.models import Heartbeat


@require_safe
@opens_to(Right.ADMINISTER)
def settings(request: DeskRequest) -> HttpResponse:
    """The desk's mailboxes, and the way to all other settings."""
    silent = set(Heartbeat.silent(request.stamp.at))
    boxes = [(box, box.heartbeat in silent) for box in Mailbox.objects.order_by("pk")]
    return render(request, "ops/settings.html", _framed(request) | {"boxes": boxes})


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.ADMINISTER)
def mailbox_new(request: DeskRequest) -> HttpResponse:
    return _mailbox_desk(request, Mailbox())


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.ADMINISTER)
def mailbox(request: DeskRequest, pk: int) -> HttpResponse:
    return _mailbox_desk(request, get_object_or_404(Mailbox, pk=pk))


@require_POST
@opens_to(Right.ADMINISTER)
def mailbox_removal(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a mailbox away; its mail stays."""
    box = get_object_or_404(Mailbox, pk=pk)
    mailboxes.remove(box, request.stamp)
    messages.success(request, _("%(address)s was taken away. Its mail stays.") % {"address": box.address})
    return redirect("settings")


@require_safe
@opens_to(Right.ADMINISTER)
def health(request: DeskRequest) -> HttpResponse:
    """How the desk itself does; asked for again every ten seconds while somebody looks."""
    figures = standing.figures()
    told = {"parts": standing.parts(request.stamp.at), "figures": figures, "waits": standing.waits(figures)}
    if request.headers.get("HX-Request") == "true":
        return render(request, "ops/_health.html", told | {"words": words})
    return render(request, "ops/health.html", _framed(request) | told | {"release": standing.release()})


@require_safe
@opens_to(Right.ADMINISTER)
def record(request: DeskRequest) -> HttpResponse:
    """Who did what to the desk, newest first."""
    page = page_of(request, DeskEvent.objects.select_related("by"), "pk")
    told = {"page": page, "lines": records.lines(page.rows)}
    return render(request, "ops/record.html", _framed(request) | told)


def _mailbox_desk(request: DeskRequest, box: Mailbox) -> HttpResponse:
    """Show the form of a mailbox, try what it says, or keep it."""
    if request.method != "POST":
        return _show(request, box, MailboxForm(box, initial=initial_of(box)))
    form = MailboxForm(box, request.POST)
    if not form.is_valid():
        return _show(request, box, form, status=422)
    if "try" in request.POST:
        return _show(request, box, form, tries=_try(form))
    mailboxes.keep(box, form.facts, form.cleaned_data["password"], request.stamp)
    messages.success(request, _("%(address)s was saved.") % {"address": box.address})
    return redirect("settings")


def _try(form: MailboxForm) -> list[tuple[str, str, Tried]]:
    """Try both servers at the same time, as typed and without keeping anything."""
    box = Mailbox(pk=form.box.pk, sealed_password=form.box.sealed_password, **form.facts)
    password = form.password_to_use
    ways = [
        (way, f"{getattr(box, f'{field}_host')}:{getattr(box, f'{field}_port')}", attempt)
        for way, field, attempt in (
            (_("Fetching"), "imap", try_fetching),
            (_("Sending"), "smtp", try_posting),
        )
        if getattr(box, f"{field}_host")
    ]
    with ThreadPoolExecutor(2) as both:
        asked = [(way, where, both.submit(attempt, box, password)) for way, where, attempt in ways]
        return [(way, where, running.result()) for way, where, running in asked]


def _show(
    request: DeskRequest,
    box: Mailbox,
    form: MailboxForm,
    *,
    status: int = 200,
    tries: list[tuple[str, str, Tried]] | None = None,
) -> HttpResponse:
    told: dict[str, Any] = {
        "box": box,
        "form": form,
        "tries": tries,
        "has_password": bool(box.pk and box.sealed_password),
        "action": reverse("mailbox", args=[box.pk]) if box.pk else reverse("mailbox-new"),
    }
    return render(request, "ops/mailbox.html", _framed(request) | told, status=status)


def _framed(request: DeskRequest) -> dict[str, Any]:
    return {"shell": desk_shell(request.user, request.stamp.at, "settings"), "words": words}
