"""The form for a call (INT-01): one screen, filled in while somebody speaks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.flow.intake.calling import caller_of, take_call
from bihuan.front.home.shell import desk_shell
from bihuan.front.workbench.beside import tickets_of
from bihuan.front.workbench.call_form import CallForm
from bihuan.front.workbench.choices import category_groups
from bihuan.front.workbench.phrases import greeting
from bihuan.front.workbench.words import IMPACTS, URGENCIES, Words, priorities
from bihuan.ground.duty.models import on_duty
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.practices.knowledge.beside import articles_beside
from bihuan.tickets.models import Ticket
from bihuan.tickets.views import enclosed

SHORTEST_TITLE = 2  # characters: two of Chinese say something
HELPING = 4


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.WORK_TICKETS)
def call(request: DeskRequest) -> HttpResponse:
    """The form; sent, it files a ticket and leads to it. `?caller=` a number finds who rings (a CTI's screen pop)."""
    if request.method != "POST":
        return _show(request, CallForm.blank(request.stamp.at, **_ringing(request)))
    form = CallForm.read(request.POST, request.stamp.at)
    form.check()
    if form.errors:
        return _show(request, form)
    ticket = _take(request, form)
    messages.success(request, _("Filed as %(number)s.") % {"number": ticket.number})
    return redirect("ticket", number=ticket.number)


@require_safe
@opens_to(Right.WORK_TICKETS)
def about(request: DeskRequest) -> HttpResponse:
    """What the words typed so far make of the call: category, priority, who gets it, what helps."""
    return render(
        request, "workbench/call/_about.html", _about(request, CallForm.read(request.GET, request.stamp.at))
    )


@require_safe
@opens_to(Right.WORK_TICKETS)
def caller(request: DeskRequest) -> HttpResponse:
    """Who is calling: how to reach him or her, and what is open already."""
    form = CallForm.read(request.GET, request.stamp.at)
    return render(request, "workbench/call/_caller.html", _caller(request, form.person))


def _ringing(request: DeskRequest) -> dict[str, str]:
    """Return what a telephone system, or a page that leads here, knows of the call."""
    number = request.GET.get("caller", "")[:40].strip()
    known = {"rang_at": request.GET["rang_at"][:40]} if request.GET.get("rang_at") else {}
    if username := request.GET.get("person", "")[:150]:
        return known | {"person": username}
    if not number:
        return known
    found = list(Person.objects.active().matching(number)[:2])
    if len(found) == 1:
        return known | {"person": found[0].username}
    return known | {"phone": number, "is_new": "" if found else "1"}


def _take(request: DeskRequest, form: CallForm) -> Ticket:
    person = form.person if not form.typed["is_new"] else None
    if person is None:
        who = {name: form.typed[name] for name in ("name", "phone", "email")}
        person = caller_of(**who, language=get_language() or "zh-hans", stamp=request.stamp)
    return take_call(
        person=person,
        title=form.typed["title"],
        text=form.typed["text"],
        category=form.category,
        impact=form.impact,
        urgency=form.urgency,
        answers=form.answers,
        happened_at=form.happened_at,
        files=enclosed(request, request.stamp),
        submission=form.submission,
        rang_at=form.rang_at,
        answered_at=form.answered_at,
        keeps_it=bool(form.typed["keeps_it"]),
        stamp=request.stamp,
    )


def _show(request: DeskRequest, form: CallForm) -> HttpResponse:
    told = _about(request, form) | _caller(request, form.person)
    told |= {
        "max_file_bytes": settings.MAX_FILE_BYTES,
        "greeting": greeting(request.user),
        "shell": desk_shell(request.user, request.stamp.at),
    }
    return render(request, "workbench/call/call.html", told, status=422 if form.errors else 200)


def _about(request: DeskRequest, form: CallForm) -> dict[str, Any]:
    category, title = form.category, form.typed["title"]
    articles = []
    if len(title) >= SHORTEST_TITLE:
        articles = articles_beside(Ticket(title=title, category=category), request.user, limit=HELPING)
    team = category.team if category else None
    return {
        "form": form,
        "groups": category_groups(with_branches=False),
        "impacts": [(str(level), said) for level, said in IMPACTS.items()],
        "urgencies": [(str(level), said) for level, said in URGENCIES.items()],
        "priority_said": priorities()[form.priority],
        "team": team,
        "duty": [person.name for person, _kind in on_duty(team, request.stamp.at)] if team else [],
        "articles": articles,
    }


def _caller(request: DeskRequest, person: Person | None) -> dict[str, Any]:
    others = tickets_of(person, request.user) if person else []
    return {"caller": person, "others": others, "words": Words.now()}
