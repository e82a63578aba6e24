"""One of one's own tickets: how it stands, and what one may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.front.home.shell import portal_shell
from bihuan.front.portal import uploads
from bihuan.front.portal.asked import AskedField, asked_on
from bihuan.front.portal.conversation import conversation_of
from bihuan.front.portal.own import own_ticket
from bihuan.front.portal.rating import Rating
from bihuan.front.portal.standing import Promised, next_promise, standings
from bihuan.front.portal.timeline import timeline_of
from bihuan.ground.people.audience import SIGNED_IN, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.kit.text.thanks import is_only_thanks
from bihuan.kit.ui import forms
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import (
    AnsweredAlready,
    Confirmation,
    Entry,
    Resolution,
    Ticket,
    nudge,
    reopen,
    withdraw,
)

LONGEST_WORDS = 20_000


@require_safe
@opens_to(SIGNED_IN)
def ticket(request: DeskRequest, number: str) -> HttpResponse:
    found = own_ticket(request.user, number)
    told = (
        _standing_now(request, found)
        | _composer(found)
        | {"shell": portal_shell(request.user, request.stamp.at, "tickets")}
    )
    return render(request, "portal/ticket.html", told)


@require_safe
@opens_to(SIGNED_IN)
def now(request: DeskRequest, number: str) -> HttpResponse:
    """The part of the page that changes by itself."""
    return render(request, "portal/_now.html", _standing_now(request, own_ticket(request.user, number)))


@require_POST
@opens_to(SIGNED_IN)
def answers(request: DeskRequest, number: str) -> HttpResponse:
    """Write to the desk. What the desk asked for fills its fields; a word on what was over takes it up again."""
    found = own_ticket(request.user, number)
    asked = asked_on(found, request.POST.dict())
    files, text = uploads.sent_files(request), _words_of(request, asked)
    errors = _faults(text, bool(files)) | ({"files": fault} if (fault := uploads.fault_of(files)) else {})
    for one in asked:
        one.check(localdate(request.stamp.at))
    if errors or any(one.error for one in asked):
        return _show_composer(request, found, asked, errors)
    with transaction.atomic(), found.in_hand():
        Entry.answer(
            found, text=text or _("(see the file)"), stamp=request.stamp, files=uploads.kept(request, files)
        )
        if not found.is_open and not is_only_thanks(text):
            reopen(found, request.stamp.because(_("the person wrote again")))
    return _show_changed(request, found)


@require_POST
@opens_to(SIGNED_IN)
def nudges(request: DeskRequest, number: str) -> HttpResponse:
    """Ask how it goes (催办)."""
    found = own_ticket(request.user, number)
    nudge(found, request.stamp)
    return _show_now(request, found)


@require_POST
@opens_to(SIGNED_IN)
def withdrawal(request: DeskRequest, number: str) -> HttpResponse:
    """Take the request back (撤单)."""
    found = own_ticket(request.user, number)
    withdraw(found, request.stamp)
    return _show_now(request, found)


@require_POST
@opens_to(SIGNED_IN)
def confirmation(request: DeskRequest, number: str) -> HttpResponse:
    """Say whether it is solved: `solved` = yes, or no with what is still wrong."""
    found = own_ticket(request.user, number)
    asked = Confirmation.objects.open().filter(ticket=found).first()
    if asked is None:
        raise AnsweredAlready(_("Thank you, this was answered already."))
    asked.ticket = found
    say(asked, request)
    return _show_now(request, found)


@require_POST
@opens_to(SIGNED_IN)
def rating(request: DeskRequest, number: str) -> HttpResponse:
    """Say how it was."""
    found = own_ticket(request.user, number)
    survey = get_object_or_404(Survey, ticket=found)
    survey.ticket = found
    given = Rating.read(request.POST)
    if not given.errors:
        survey.answer(stamp=request.stamp, **given.marks)
        return _show_now(request, found)
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/_now.html", _standing_now(request, found, given), status=422)
    told = _standing_now(request, found, given) | _composer(found)
    told |= {"shell": portal_shell(request.user, request.stamp.at, "tickets")}
    return render(request, "portal/ticket.html", told, status=422)


def say(asked: Confirmation, request: DeskRequest) -> None:
    """Take the answer to the question whether it is solved, by whichever way it came."""
    match request.POST.get("solved"):
        case "yes":
            asked.say_yes(request.stamp)
        case "no":
            asked.say_no(request.stamp, words=forms.text(request, "words")[:LONGEST_WORDS])
        case _:
            raise forms.refused("solved", _("one of the choices"))


def _standing_now(request: DeskRequest, found: Ticket, given: Rating | None = None) -> dict[str, Any]:
    standing = standings([found])[0]
    asked = found.state == State.RESOLVED and Confirmation.objects.open().filter(ticket=found).exists()
    return {
        "ticket": found,
        "standing": standing,
        "promised": next_promise(found, request.stamp.at) if found.is_open else Promised(),
        "is_asked": asked,
        "is_awaited": standing.waits_for_person,
        "resolution": None if found.is_open else Resolution.objects.standing().filter(ticket=found).first(),
        "survey": Survey.objects.filter(ticket=found).first() if found.state == State.CLOSED else None,
        "rating": given or Rating(),
        "lines": timeline_of(found),
        "words": conversation_of(found, request.user),
    }


def _composer(
    found: Ticket,
    asked: Sequence[AskedField] | None = None,
    typed: str = "",
    errors: dict[str, str] | None = None,
) -> dict[str, Any]:
    return {
        "ticket": found,
        "questions": asked_on(found) if asked is None else asked,
        "typed": typed,
        "errors": errors or {},
        "file_hint": uploads.hint(),
        "most_files": uploads.MOST_FILES,
        "most_bytes": settings.MAX_FILE_BYTES,
    }


def _words_of(request: DeskRequest, asked: Sequence[AskedField]) -> str:
    """Return what was written, the answers to what the desk asked each on a line under its name."""
    lines = "\n".join(filter(None, (one.words for one in asked)))
    return "\n\n".join(part for part in (lines, forms.text(request, "text")) if part)


def _faults(text: str, has_files: bool) -> dict[str, str]:
    if len(text) > LONGEST_WORDS:
        return {"text": _("At most %(n)d characters, please.") % {"n": LONGEST_WORDS}}
    return {} if text or has_files else {"text": _("Write a word or attach a file.")}


def _show_composer(
    request: DeskRequest, found: Ticket, asked: Sequence[AskedField], errors: dict[str, str]
) -> HttpResponse:
    """Show what is wrong with an answer, and keep what was typed."""
    told = _composer(found, asked, forms.text(request, "text"), errors)
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "portal/_composer.html", told, status=422)
        answer["HX-Reswap"] = "outerMorph"  # the files that were chosen stay
        return answer
    told |= _standing_now(request, found)
    told["shell"] = portal_shell(request.user, request.stamp.at, "tickets")
    return render(request, "portal/ticket.html", told, status=422)


def _show_changed(request: DeskRequest, found: Ticket) -> HttpResponse:
    """Show the answer among the others, and an empty field for the next."""
    if request.headers.get("HX-Request") != "true":
        return redirect("portal-ticket", number=found.number)
    told = _standing_now(request, found) | _composer(found)
    return render(request, "portal/_answered.html", told)


def _show_now(request: DeskRequest, found: Ticket) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        return redirect("portal-ticket", number=found.number)
    return render(request, "portal/_now.html", _standing_now(request, found))
