"""From shift to shift (交接班): what is open, what the shift before says, and a note for the next one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.front.planning.rosters.views.rosters import framed
from bihuan.front.workbench.words import priorities
from bihuan.ground.duty.models import ShiftNote
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Team
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms
from bihuan.tickets.models import Ticket

SHOWN_TICKETS, SHOWN_NOTES = 30, 20
MOST_WORDS = 4000


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.WORK_TICKETS)
def notes(request: DeskRequest) -> HttpResponse:
    """The notes of one's team, with its open tickets; posting leaves one."""
    teams = list(Team.objects.filter(pk__in=request.user.team_ids).order_by("tier", "code"))
    team = next((one for one in teams if one.code == _asked(request)), teams[0] if teams else None)
    text, is_empty = forms.text(request, "text")[:MOST_WORDS], False
    if request.method == "POST" and team:
        if text:
            ShiftNote.objects.create(team=team, by=request.user, text=text, at=request.stamp.at)
            messages.success(request, _("The next shift finds your note here."))
            return redirect("shift-notes")
        is_empty = True
    open_tickets = Ticket.objects.visible_to(request.user).open()
    told = {
        "team": team,
        "teams": teams,
        "error": _("Say what the next shift should know.") if is_empty else "",
        "tickets": _in_order(open_tickets.of_team(team)) if team else [],
        "notes": _notes_of(team) if team else [],
        "me": request.user.pk,
        "priorities": priorities(),
    }
    status = 422 if is_empty else 200
    return render(request, "planning/rosters/notes.html", framed(request, "my-shifts") | told, status=status)


@require_POST
@opens_to(Right.WORK_TICKETS)
def note(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that one has read it."""
    get_object_or_404(ShiftNote, pk=pk, team__in=request.user.team_ids).read(request.stamp)
    return redirect("shift-notes")


def _asked(request: DeskRequest) -> str:
    return request.POST.get("team") or request.GET.get("team", "")


def _in_order(tickets: object) -> list[Ticket]:
    ordered = tickets.select_related("handler").order_by("due_at", "pk")  # type: ignore[attr-defined]
    return list(ordered[:SHOWN_TICKETS])


def _notes_of(team: Team) -> list[ShiftNote]:
    return list(
        ShiftNote.objects.filter(team=team).select_related("by", "read_by").order_by("-pk")[:SHOWN_NOTES]
    )
