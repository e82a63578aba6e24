"""What agents do to a ticket, one door a thing: a URL names it, a method says what happens to it.

Each door fetches through `visible_to`, calls one verb, and says that the ticket changed; the panels of the page then
ask for themselves again.
"""

from __future__ import annotations

import json

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.ground.catalogue.models import CategoryVersion
from bihuan.ground.people.audience import SIGNED_IN, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Team
from bihuan.ground.people.rights import Right
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.files.models import File
from bihuan.kit.files.serving import serve
from bihuan.kit.ui import forms
from bihuan.tickets.frame import show_in_frame
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import (
    Assignment,
    Attempt,
    Enclosed,
    Enclosure,
    Entry,
    Escalation,
    Hold,
    Resolution,
    Result,
    Ticket,
    claim,
    close,
    reopen,
)
from bihuan.tickets.passing_on import reply_to_all


def changed(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Answer a verb: the panels of an open page are told to ask again; a page without script is shown anew."""
    if request.headers.get("HX-Request") != "true":
        return redirect("ticket", number=ticket.number)
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps({"ticket-changed": {"number": ticket.number}})
    return answer


def ticket_of(request: DeskRequest, number: str) -> Ticket:
    """Return the ticket, or 404 as for one that does not exist, where the reader may not see it."""
    visible = Ticket.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("person", "team", "handler", "category"), number=number)


def enclosed(request: DeskRequest, stamp: Stamp, name: str = "files") -> list[Enclosed]:
    sent = forms.files(request, name, settings.MAX_FILE_BYTES)
    return [
        Enclosed(File.keep(file_name, content, by=request.user, at=stamp.at)) for file_name, content in sent
    ]


@require_POST
@opens_to(Right.WORK_TICKETS)
def replies(request: DeskRequest, number: str) -> HttpResponse:
    """Write to the person, with `joined` also to those whose tickets are joined; with `then=wait` this ticket waits."""
    ticket = ticket_of(request, number)
    files, words = enclosed(request, request.stamp), words_of(request)
    with transaction.atomic():  # nothing is sent if the ticket cannot wait
        if "joined" in request.POST:
            reply_to_all(ticket, text=words, stamp=request.stamp, files=files)
        else:
            Entry.reply(ticket, text=words, stamp=request.stamp, files=files)
        if forms.text(request, "then") == "wait":
            Hold.begin(ticket, reason=HoldReason.PERSON, stamp=request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def notes(request: DeskRequest, number: str) -> HttpResponse:
    ticket = ticket_of(request, number)
    Entry.note(ticket, text=words_of(request), stamp=request.stamp, files=enclosed(request, request.stamp))
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def attempts(request: DeskRequest, number: str) -> HttpResponse:
    """Write down what was tried: a `step` of the check list, or something of one's own in `text`."""
    ticket = ticket_of(request, number)
    key = forms.text(request, "step")
    version = CategoryVersion.held(ticket.category, ticket.filed_at) if key else None
    steps = version.steps if version else []
    step = next((one for one in steps if one.key == key), None)
    Attempt.make(
        ticket,
        text=step.text if step else forms.text(request, "text"),
        step=step.key if step else "",
        result=forms.choice(request, "result", Result),
        note=forms.text(request, "note"),
        minutes=forms.whole(request, "minutes", most=600, default=step.minutes if step else 0),
        stamp=request.stamp,
    )
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def escalations(request: DeskRequest, number: str) -> HttpResponse:
    ticket = ticket_of(request, number)
    to_team = get_object_or_404(Team, code=forms.text(request, "team"))
    Escalation.make(
        ticket,
        to_team=to_team,
        reason=forms.text(request, "reason"),
        present_state=forms.text(request, "present_state"),
        untried_because=forms.text(request, "untried_because"),
        stamp=request.stamp,
    )
    return changed(request, ticket)


@require_http_methods(["DELETE", "POST"])
@opens_to(Right.WORK_TICKETS)
def escalation(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """An escalation; posting to it sends it back with a reason."""
    ticket = ticket_of(request, number)
    found = get_object_or_404(Escalation.objects.standing(), ticket=ticket, pk=pk)
    found.ticket = ticket
    found.send_back(why=forms.text(request, "why"), stamp=request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def acceptance(request: DeskRequest, number: str) -> HttpResponse:
    """Accept the ticket (受理); one that nobody has is claimed first (认领)."""
    ticket = ticket_of(request, number)
    if ticket.handler_id != request.user.pk:
        claim(ticket, request.stamp)
    else:
        current = get_object_or_404(Assignment.objects.current(), ticket=ticket)
        current.ticket = ticket
        current.accept(request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def giving_back(request: DeskRequest, number: str) -> HttpResponse:
    """Give the ticket back to the dispatch with a reason (退回)."""
    ticket = ticket_of(request, number)
    current = get_object_or_404(Assignment.objects.current(), ticket=ticket)
    current.ticket = ticket
    current.give_back(why=forms.text(request, "why"), stamp=request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def assignment(request: DeskRequest, number: str) -> HttpResponse:
    """Give the ticket to a team and, if named, one of its members (转派)."""
    ticket = ticket_of(request, number)
    team = get_object_or_404(Team, code=forms.text(request, "team"))
    name = forms.text(request, "handler")
    handler = get_object_or_404(team.members.filter(is_active=True), username=name) if name else None
    Assignment.make(
        ticket, team=team, handler=handler, stamp=request.stamp.because(forms.text(request, "why"))
    )
    return changed(request, ticket)


@require_http_methods(["POST", "DELETE"])
@opens_to(Right.WORK_TICKETS)
def hold(request: DeskRequest, number: str) -> HttpResponse:
    """A ticket's hold: POST begins it, DELETE ends it."""
    ticket = ticket_of(request, number)
    if request.method == "DELETE" or forms.text(request, "method") == "delete":
        Hold.end_running(ticket, request.stamp)
    else:
        Hold.begin(
            ticket,
            reason=forms.choice(request, "reason", HoldReason),
            why=forms.text(request, "why"),
            wakes_at=forms.moment(request, "wakes_at"),
            stamp=request.stamp,
        )
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def resolution(request: DeskRequest, number: str) -> HttpResponse:
    """Solve the ticket, or, once it is solved, complete the record of it."""
    ticket = ticket_of(request, number)
    said = {
        name: forms.text(request, name)
        for name in ("cause", "solution", "verification")
        if name in request.POST
    }
    spent = forms.whole(request, "spent_minutes", most=6000, default=0)
    standing = Resolution.objects.standing().filter(ticket=ticket).first()
    if standing:
        standing.ticket = ticket
        standing.complete(stamp=request.stamp, spent_minutes=spent, **said)
    else:
        is_workaround = "is_workaround" in request.POST
        Resolution.propose(
            ticket,
            solution=said.pop("solution", ""),
            spent_minutes=spent,
            is_workaround=is_workaround,
            stamp=request.stamp,
            **said,
        )
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def closure(request: DeskRequest, number: str) -> HttpResponse:
    ticket = ticket_of(request, number)
    close(ticket, request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def reopening(request: DeskRequest, number: str) -> HttpResponse:
    ticket = ticket_of(request, number)
    reopen(ticket, request.stamp.because(forms.text(request, "why")))
    return changed(request, ticket)


@require_safe
@opens_to(SIGNED_IN)
def file(request: DeskRequest, number: str, key: str, name: str) -> HttpResponse:
    """A file of the ticket's conversation, for who may read the entry it came with. The name is for the eye alone."""
    ticket = ticket_of(request, number)
    readable = Entry.objects.visible_to(request.user).filter(ticket=ticket)
    enclosure = get_object_or_404(
        Enclosure.objects.select_related("file__blob"), entry__in=readable, file__key=key
    )
    return serve(enclosure.file)


@require_safe
@opens_to(Right.SEE_TICKETS)
def frame(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """A mail as it was sent, cleaned, for a frame that can run and load nothing."""
    ticket = ticket_of(request, number)
    entry = get_object_or_404(Entry.objects.visible_to(request.user).exclude(html=""), ticket=ticket, pk=pk)
    return show_in_frame(entry)


def words_of(request: DeskRequest) -> str:
    if words := forms.text(request, "text"):
        return words
    raise forms.refused("text", _("something to say"))
