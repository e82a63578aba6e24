"""What opens by a link in a mail, without signing in: whether it is solved, and how it was.

Mail scanners follow links, so to look changes nothing; only a button does. A link that opens nothing always answers
alike, and whoever tries many is soon asked to wait.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bihuan.front.home import errors
from bihuan.front.home.limits import is_too_often
from bihuan.front.home.shell import demo_banner
from bihuan.front.home.threshold import speak
from bihuan.front.portal.rating import Rating
from bihuan.front.portal.views.tickets import say
from bihuan.ground.people.audience import ANYONE, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import DemoCompany
from bihuan.kit.events.stamp import Stamp
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Confirmation, Ticket

TRIES, ANSWERS, WITHIN = 20, 60, timedelta(minutes=1)
LINKED = ("ticket__person", "ticket__handler", "ticket__team")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(ANYONE)
def solved(request: DeskRequest, token: str) -> HttpResponse:
    """Is it solved? Asked by a link, answered by one of two buttons."""
    found = Confirmation.objects.by_token(token).select_related("resolution", *LINKED).first()
    if found is None:
        return _nothing(request)
    _sign(request, found.ticket)
    if request.method == "POST":
        if _is_answering_too_often(request):
            return errors.too_many(request)
        if _is_open(found):
            say(found, request)
        return redirect("solved", token)
    return _page(
        request, "portal/solved.html", {"asked": found, "ticket": found.ticket, "is_open": _is_open(found)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(ANYONE)
def rate(request: DeskRequest, token: str) -> HttpResponse:
    """How was it? Answered once."""
    found = Survey.objects.by_token(token).select_related(*LINKED).first()
    if found is None:
        return _nothing(request)
    _sign(request, found.ticket)
    told = {"survey": found, "ticket": found.ticket, "rating": Rating()}
    if request.method != "POST" or found.answered_at:
        return _page(request, "portal/rate.html", told)
    if _is_answering_too_often(request):
        return errors.too_many(request)
    given = Rating.read(request.POST)
    if given.errors:
        return _page(request, "portal/rate.html", told | {"rating": given}, status=422)
    found.answer(stamp=request.stamp, **given.marks)
    return redirect("rate", token)


def _is_open(asked: Confirmation) -> bool:
    return asked.answered_at is None and asked.ticket.state == State.RESOLVED


def _sign(request: DeskRequest, ticket: Ticket) -> None:
    """Let what is done here be the ticket's person's doing, by the link; and speak the ticket's language.

    Unless the reader has chosen another one, whatever this browser's usual wish is: it may be a colleague's phone.
    """
    request.stamp = Stamp(by=ticket.person, at=request.stamp.at, via="link")
    if not request.user.is_authenticated and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        speak(request, ticket.language)


def _is_answering_too_often(request: DeskRequest) -> bool:
    return is_too_often(request, "answer-by-link", request.stamp.at, most=ANSWERS, within=WITHIN)


def _nothing(request: DeskRequest) -> HttpResponse:
    if is_too_often(request, "unknown-link", request.stamp.at, most=TRIES, within=WITHIN):
        return errors.too_many(request)
    return _page(request, "portal/no_link.html", {}, status=404)


def _page(request: HttpRequest, template: str, told: dict[str, Any], status: int = 200) -> HttpResponse:
    banner = demo_banner(DemoCompany.objects.exists())
    return render(request, template, told | {"banner": banner}, status=status)
