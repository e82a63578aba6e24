"""Work across departments: the hub of all open tasks, and what is done to one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.workbench.choices import members_of, teams
from bihuan.front.workbench.tasks import Asked, Whose, as_field, open_tasks, team_counts
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person, Team
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms
from bihuan.tickets.models import Task
from bihuan.tickets.views import changed, ticket_of

ASKED = ("change", "done", "waive")


@require_safe
@opens_to(Right.SEE_TICKETS)
def hub(request: DeskRequest) -> HttpResponse:
    """All open tasks, those that slip first; asked for as a fragment, the list alone."""
    asked, now = Asked.read(request.GET), request.stamp.at
    rows, has_more = open_tasks(asked, request.user, now)
    counts = team_counts(asked, request.user, now)
    told: dict[str, Any] = {
        "asked": asked,
        "rows": rows,
        "has_more": has_more,
        "counts": counts,
        "late": sum(count.late for count in counts),
        "open": sum(count.open for count in counts),
        "whose": Whose,
        "here": request.get_full_path(),
        "now": now,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "workbench/tasks/_list.html", told)
    told["shell"] = desk_shell(request.user, now, here="tasks")
    return render(request, "workbench/tasks/hub.html", told)


@require_POST
@opens_to(Right.WORK_TICKETS)
def given(request: DeskRequest, number: str) -> HttpResponse:
    """Give a part of the ticket's work to a team."""
    ticket = ticket_of(request, number)
    team, contact = _doer(request)
    Task.give(
        ticket,
        what=forms.text(request, "what"),
        team=team,
        contact=contact,
        due_at=forms.moment(request, "due_at"),
        due_words=forms.text(request, "due_words"),
        stamp=request.stamp,
    )
    return changed(request, ticket)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.WORK_TICKETS)
def task(request: DeskRequest, pk: int) -> HttpResponse:
    """A task: `?what=` names what one is asked before it is changed, done or waived; posting to it passes it on."""
    found = _task(request, pk)
    if request.method == "POST":
        team, contact = _doer(request)
        due_at, due_words = forms.moment(request, "due_at"), forms.text(request, "due_words")
        found.pass_on(team=team, contact=contact, due_at=due_at, due_words=due_words, stamp=request.stamp)
        return changed(request, found.ticket)
    what = request.GET.get("what", "change")
    if what not in ASKED:
        raise Http404
    return _ask(request, found, what)


@require_POST
@opens_to(Right.WORK_TICKETS)
def completion(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that a task is done, and how."""
    found = _task(request, pk)
    found.finish(note=forms.text(request, "note"), stamp=request.stamp)
    return changed(request, found.ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def waiver(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that a task need not be done, and why."""
    found = _task(request, pk)
    found.waive(why=forms.text(request, "why"), stamp=request.stamp)
    return changed(request, found.ticket)


def _ask(request: DeskRequest, found: Task, what: str) -> HttpResponse:
    told: dict[str, Any] = {"task": found, "ticket": found.ticket, "what": f"task_{what}"}
    if what == "change":
        code = request.GET.get("team", "") or found.team.code
        team = Team.objects.filter(code=code).first() or found.team
        told |= {"teams": teams(), "team": team.code, "members": members_of(team, request.stamp.at)}
        told["due_at"] = as_field(found.due_at)
    told["is_page"] = request.headers.get("HX-Request") != "true"
    if not told["is_page"]:
        return render(request, f"workbench/asking/_task_{what}.html", told)
    told["shell"] = desk_shell(request.user, request.stamp.at, here="tasks")
    return render(request, "workbench/asking/page.html", told)


def _task(request: DeskRequest, pk: int) -> Task:
    visible = Task.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("ticket__person", "team", "contact"), pk=pk)


def _doer(request: DeskRequest) -> tuple[Team | None, Person | None]:
    """Return the team and, if named, the contact within it."""
    code, name = forms.text(request, "team"), forms.text(request, "contact")
    team = get_object_or_404(Team, code=code) if code else None
    contact = get_object_or_404(Person.objects.active(), username=name) if name else None
    return team, contact
