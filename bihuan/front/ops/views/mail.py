"""Mail that came, that goes, that waits for somebody to look at it (INT-09)."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Substr
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.ops import handling, piles, words
from bihuan.front.ops.letter import as_page, as_text
from bihuan.ground.channels.models import (
    InboundMessage,
    InboundState,
    Mailbox,
    OutboundMessage,
    OutboundState,
)
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.files.serving import POLICY
from bihuan.kit.ui import forms
from bihuan.kit.ui.paging import page_of
from bihuan.tickets.models import Ticket

SHOWN_BYTES = 20_000  # of a message's source, on its page


@require_safe
@opens_to(Right.SEE_MAIL)
def mail(request: DeskRequest, box: str = "") -> HttpResponse:
    """A box of mail: what is in quarantine, came, goes, was kept here or could not be delivered."""
    counts = piles.counts_for(request.user)
    pile = piles.named(box) if box else piles.first_to_look_at(counts)
    address = request.GET.get("address", "").strip()
    told = {
        "shell": desk_shell(request.user, request.stamp.at, "mail"),
        "pile": pile,
        "tabs": piles.tabs(pile, counts),
        "address": address,
        "page": page_of(request, pile.rows(address), pile.order),
        "words": words,
        "has_server": Mailbox.objects.filter(is_active=True).exclude(smtp_host="").exists(),
    }
    return render(request, "ops/mail.html", told)


@require_safe
@opens_to(Right.SEE_MAIL)
def message(request: DeskRequest, pk: int) -> HttpResponse:
    """A message that came: what became of it, and how it looks from inside."""
    found = _message(pk)
    ticket = Ticket.objects.visible_to(request.user).filter(receptions__message=found).first()
    told: dict[str, Any] = {
        "message": found,
        "ticket": ticket,
        "is_quarantined": found.state == InboundState.QUARANTINED,
        "may_open": _may_open(request, found),
        "may_handle": request.user.may(Right.ADMINISTER),
        "problem": words.problem(found.problem),
    }
    if told["may_open"]:
        told["source"] = _beginning(found)
    return render(request, "ops/message.html", _framed(request) | told)


@require_safe
@opens_to(Right.ADMINISTER)
def raw(request: DeskRequest, pk: int) -> HttpResponse:
    """The message byte for byte, as a download; who took it is written down."""
    found = _message(pk)
    if not _may_open(request, found):
        return redirect("mail-message", pk=pk)
    handling.note_download(found, request.stamp)
    content = InboundMessage.objects.values_list("raw", flat=True).get(pk=pk)
    answer = HttpResponse(bytes(content), content_type="application/octet-stream")
    ending = "json" if found.source_id else "eml"
    answer["Content-Disposition"] = content_disposition_header(True, f"message-{pk}.{ending}") or "attachment"
    answer["Content-Security-Policy"] = POLICY
    return answer


@require_POST
@opens_to(Right.ADMINISTER)
def retry(request: DeskRequest, pk: int) -> HttpResponse:
    handling.retry(_message(pk), request.stamp)
    return redirect("mail-message", pk=pk)


@require_POST
@opens_to(Right.ADMINISTER)
def discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Put it away: `why` is needed."""
    handling.discard(_message(pk), forms.text(request, "why"), request.stamp)
    return redirect("mail-message", pk=pk)


@require_safe
@opens_to(Right.SEE_MAIL)
def letter(request: DeskRequest, pk: int) -> HttpResponse:
    """A letter of the desk, as the one who gets it sees it."""
    found = _letter(pk)
    told = {
        "letter": found,
        "may_handle": request.user.may(Right.ADMINISTER),
        "may_read": _may_read(request, found),
        "has_words": as_text(found) is not None,
        "problem": found.problem,
        "files": found.files.all(),
    }
    return render(request, "ops/letter.html", _framed(request) | told)


@require_safe
@opens_to(Right.SEE_MAIL)
def letter_frame(request: DeskRequest, pk: int) -> HttpResponse:
    """The letter itself, for a frame that can run nothing and load nothing."""
    found = _letter(pk)
    if not _may_read(request, found):
        raise Http404
    return as_page(found)


@require_POST
@opens_to(Right.ADMINISTER)
def send_again(request: DeskRequest, pk: int) -> HttpResponse:
    handling.send_again(_letter(pk), request.stamp)
    return redirect("mail-letter", pk=pk)


def _message(pk: int) -> InboundMessage:
    """Return the message without its bytes, which may be many."""
    return get_object_or_404(
        InboundMessage.objects.defer("raw").select_related("mailbox", "connection", "source"), pk=pk
    )


def _letter(pk: int) -> OutboundMessage:
    return get_object_or_404(OutboundMessage.objects.select_related("mailbox", "connection", "person"), pk=pk)


def _may_open(request: DeskRequest, message: InboundMessage) -> bool:
    """Tell whether the reader may read the words: once they stand on a ticket, who may see tickets may."""
    return message.state != InboundState.TAKEN or request.user.may(Right.SEE_TICKETS)


def _may_read(request: DeskRequest, letter: OutboundMessage) -> bool:
    """Tell whether the reader may read the words: those on a ticket only who may see tickets, unless the letter is
    shown here because it goes nowhere else.
    """
    return (
        letter.state == OutboundState.KEPT
        or not letter.about.startswith("ticket:")
        or request.user.may(Right.SEE_TICKETS)
    )


def _beginning(message: InboundMessage) -> str:
    """Return how the source begins, as text: what is no UTF-8 is shown as a mark."""
    found = InboundMessage.objects.filter(pk=message.pk)
    content = found.values_list(Substr("raw", 1, SHOWN_BYTES), flat=True).get()
    return bytes(content).decode(errors="replace")


def _framed(request: DeskRequest) -> dict[str, Any]:
    return {"shell": desk_shell(request.user, request.stamp.at, "mail"), "words": words}
