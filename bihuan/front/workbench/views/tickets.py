"""The ticket's page and the parts of it that ask for themselves again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.flow.sla.clockwork import Promise
from bihuan.front.home.shell import desk_shell, what_waits
from bihuan.front.workbench.actions import Actions, station
from bihuan.front.workbench.beside import look_beside, tickets_of
from bihuan.front.workbench.clocks import told_clocks
from bihuan.front.workbench.faults import faults_of
from bihuan.front.workbench.lens import queue_of
from bihuan.front.workbench.opened import Opened
from bihuan.front.workbench.rows import ask_for_lines, read_lines
from bihuan.front.workbench.track import track_of
from bihuan.front.workbench.updating import draft_of_update
from bihuan.front.workbench.words import Words
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.practices.knowledge.beside import articles_beside, tickets_like
from bihuan.practices.knowledge.models import Use

FIRST = "mine"


@require_safe
@opens_to(Right.SEE_TICKETS)
def ticket(request: DeskRequest, number: str) -> HttpResponse:
    """A ticket, beside the queue that the reader came from."""
    queue, now = queue_of(request.GET.get("queue", FIRST)), request.stamp.at
    listed, waits = ask_for_lines(queue, request.user, now), what_waits(request.user, now)
    opened = Opened.find(number, request.user, now, listed, waits)
    opened.look_around()
    told = _said(opened) | _aside(opened) | {"queue": queue, "lines": read_lines(listed), "open": number}
    told["shell"] = desk_shell(request.user, now, here=queue.slug, waits=waits)
    told["max_file_bytes"] = settings.MAX_FILE_BYTES
    return render(request, "workbench/ticket.html", told)


@require_safe
@opens_to(Right.SEE_TICKETS)
def lines(request: DeskRequest, slug: str) -> HttpResponse:
    """The queue as the list beside an open ticket."""
    queue, now = queue_of(slug), request.stamp.at
    told = {"queue": queue, "lines": read_lines(ask_for_lines(queue, request.user, now)), "now": now}
    told |= {"open": request.GET.get("open", "")[:40], "words": Words.now()}
    return render(request, "workbench/_list.html", told)


@require_safe
@opens_to(Right.SEE_TICKETS)
def main(request: DeskRequest, number: str) -> HttpResponse:
    """The head of the ticket and its story, from the line on with which the page began."""
    opened = _opened(request, number)
    opened.show(since=_line(request, "since"))
    told = _said(opened) | {"queue": queue_of(request.GET.get("queue", FIRST))}
    return render(request, "workbench/_main.html", told)


@require_safe
@opens_to(Right.SEE_TICKETS)
def earlier(request: DeskRequest, number: str) -> HttpResponse:
    """What came before the part of the story that the page shows."""
    opened = _opened(request, number)
    opened.show(before=_line(request, "before"))
    return render(request, "workbench/_earlier.html", _said(opened))


@require_safe
@opens_to(Right.SEE_TICKETS)
def aside(request: DeskRequest, number: str) -> HttpResponse:
    """The panels that are looked at first: promises and person."""
    return render(request, "workbench/_aside.html", _aside(_opened(request, number)))


@require_safe
@opens_to(Right.SEE_TICKETS)
def beside(request: DeskRequest, number: str) -> HttpResponse:
    """The panels that come a moment later: form, check list, record, classification, hand-overs."""
    return render(request, "workbench/_beside.html", look_beside(_opened(request, number)))


@require_safe
@opens_to(Right.SEE_TICKETS)
def person(request: DeskRequest, number: str) -> HttpResponse:
    """The person's other tickets, open ones first."""
    opened = _opened(request, number)
    told = {
        "others": tickets_of(opened.ticket.person, request.user, but=opened.ticket),
        "words": opened.words,
    }
    return render(request, "workbench/panels/_others.html", told | {"opened": opened})


@require_safe
@opens_to(Right.SEE_TICKETS)
def knowledge(request: DeskRequest, number: str) -> HttpResponse:
    """Articles that may help, and tickets like this one with what solved them."""
    opened = _opened(request, number)
    found = opened.ticket
    told = {
        "opened": opened,
        "articles": articles_beside(found, request.user),
        "alike": tickets_like(found, request.user),
        "used": dict(Use.objects.filter(ticket=found).values_list("article", "outcome")),
    }
    return render(request, "workbench/panels/_knowledge.html", told)


def _opened(request: DeskRequest, number: str) -> Opened:
    return Opened.find(number, request.user, request.stamp.at)


def _said(opened: Opened) -> dict[str, Any]:
    return {
        "opened": opened,
        "ticket": opened.ticket,
        "story": opened.story(),
        "actions": Actions.on(opened),
        "station": station(opened),
        "track": track_of(opened.ticket),
        "words": opened.words,
        "now": opened.now,
    }


def _aside(opened: Opened) -> dict[str, Any]:
    clocks, runs_before = told_clocks(opened)
    owes_update = any(one.promise == Promise.UPDATE and not one.is_settled for one in clocks)
    return {
        "opened": opened,
        "ticket": opened.ticket,
        "actions": Actions.on(opened),
        "clocks": clocks,
        "runs_before": runs_before,
        "draft": draft_of_update(opened) if owes_update else "",
        "words": opened.words,
        "faults": faults_of(opened.ticket),
        "now": opened.now,
    }


def _line(request: DeskRequest, name: str) -> int:
    """Return the line of a history that an address names; 0 where it names none."""
    given = request.GET.get(name, "") or "0"
    if not given.isascii() or not given.isdigit() or len(given) > 18:
        raise BadRequest("no such line")
    return int(given)
