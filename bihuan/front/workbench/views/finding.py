"""Find: Ctrl-K, the page of search, and people for a field."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.workbench.finding import look_for, people_matching
from bihuan.front.workbench.paging import Cursor, Order, Page, stretch
from bihuan.front.workbench.rows import place_of, read_rows, with_columns
from bihuan.front.workbench.words import Words
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.kit.sql.prepared import Asked
from bihuan.practices.knowledge.models import Missed
from bihuan.tickets.models import Ticket

LONGEST = 100  # characters of a question
PICKED = 8
NEWEST = Order("id", is_down=True)


@require_safe
@opens_to(Right.SEE_TICKETS)
def palette(request: DeskRequest) -> HttpResponse:
    """Answer Ctrl-K: a few of each kind."""
    words = _words(request)
    results = look_for(words, request.user, tickets=6, people=4, articles=3)
    return render(request, "workbench/_palette.html", {"words": words, "results": results})


@require_safe
@opens_to(Right.SEE_TICKETS)
def search(request: DeskRequest) -> HttpResponse:
    """Everything that holds the words, the best first."""
    words = _words(request)
    results = look_for(words, request.user, tickets=50, people=12, articles=12)
    if words and results.is_empty:
        Missed.note(words, localdate(request.stamp.at), is_near=False)
    told = {"q": words, "results": results}
    told |= {"words": Words.now(), "shell": desk_shell(request.user, request.stamp.at)}
    return render(request, "workbench/search.html", told)


@require_safe
@opens_to(Right.SEE_TICKETS)
def people(request: DeskRequest) -> HttpResponse:
    """Answer a field that finds people."""
    return render(request, "workbench/_people.html", {"people": people_matching(_words(request), PICKED)})


@require_safe
@opens_to(Right.SEE_TICKETS)
def person(request: DeskRequest, username: str) -> HttpResponse:
    """A person: how to reach him or her, and every ticket, newest first."""
    found = get_object_or_404(Person.objects.select_related("department"), username=username)
    places = {
        name: Cursor.read(request.GET[name], NEWEST) for name in ("after", "before") if request.GET.get(name)
    }
    tickets = stretch(Ticket.objects.visible_to(request.user).of(found), NEWEST, **places)
    page = Page.of(read_rows(Asked.once(with_columns(tickets))), **places)
    told = {
        "person": found,
        "page": page,
        "words": Words.now(),
        "now": request.stamp.at,
        "earlier": f"?before={Cursor(place_of(page.rows[0], 'id'), page.rows[0].pk)}"
        if page.has_before
        else "",
        "later": f"?after={Cursor(place_of(page.rows[-1], 'id'), page.rows[-1].pk)}"
        if page.has_after
        else "",
        "shell": desk_shell(request.user, request.stamp.at),
    }
    return render(request, "workbench/person.html", told)


def _words(request: DeskRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
