"""The queues: a table over the whole width, what narrows it, and what is done to several tickets at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bihuan.front.home.shell import desk_shell, what_waits
from bihuan.front.workbench.bulk import Deed, assign_all, claim_all
from bihuan.front.workbench.choices import agents, ask_for_teams, category_groups, teams
from bihuan.front.workbench.lens import Lens, queue_of
from bihuan.front.workbench.paging import Cursor, Page
from bihuan.front.workbench.rows import Row, ask_for_rows, place_of, read_rows
from bihuan.front.workbench.words import CHANNELS, NOT_CLASSIFIED, STATES, Words, levels
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Team
from bihuan.ground.people.rights import Right
from bihuan.kit.kept.keeping import ask_for_states
from bihuan.kit.sql.prepared import Asked, together
from bihuan.kit.ui import forms
from bihuan.kit.ui.shell import Shell
from bihuan.tickets.models import Ticket
from bihuan.tickets.models.ticket import UNCLASSIFIED

MOST_AT_ONCE = 50


@require_safe
@opens_to(Right.SEE_TICKETS)
def desk(request: DeskRequest) -> HttpResponse:
    """The desk itself: the reader's first queue."""
    return redirect("queue", "mine" if request.user.is_agent else "open")


@require_safe
@opens_to(Right.SEE_TICKETS)
def queue(request: DeskRequest, slug: str) -> HttpResponse:
    """A queue; asked for as a fragment, its rows alone."""
    lens = Lens.read(queue_of(slug), request.GET)
    rows, states, waits, to_give = _ask(request, lens)
    page = Page.of(read_rows(rows), **lens.places)
    told = {
        "lens": lens,
        "page": page,
        "words": Words.now(states),
        "now": request.stamp.at,
        "here": request.get_full_path(),
        "earlier": _address(lens, "before", page.rows[:1]) if page.has_before else "",
        "later": _address(lens, "after", page.rows[-1:]) if page.has_after else "",
        "may_work": request.user.is_agent,
    }
    if _is_fragment(request):
        return render(request, "workbench/_queue.html", told)
    shell = desk_shell(request.user, request.stamp.at, here=slug, waits=waits)
    told |= {
        "chips": lens.chips(),
        "shell": shell,
        "count": _count(shell, lens),
        "bulk_teams": teams(to_give),
    }
    if "filters" in lens.given:
        told |= _choices()
    return render(request, "workbench/queue.html", told)


@require_safe
@opens_to(Right.SEE_TICKETS)
def filters(request: DeskRequest, slug: str) -> HttpResponse:
    """What a queue can be narrowed by, as a form."""
    lens = Lens.read(queue_of(slug), request.GET)
    return render(request, "workbench/_filters.html", {"lens": lens} | _choices())


@require_POST
@opens_to(Right.WORK_TICKETS)
def bulk(request: DeskRequest, slug: str) -> HttpResponse:
    """Do one thing to each `ticket` that was ticked, and tell how it went."""
    queue = queue_of(slug)
    numbers = request.POST.getlist("ticket")[:MOST_AT_ONCE]
    tickets = list(Ticket.objects.visible_to(request.user).filter(number__in=numbers).order_by("pk"))
    if forms.choice(request, "do", Deed) is Deed.CLAIM:
        result = claim_all(tickets, request.stamp)
    else:
        team = get_object_or_404(Team, code=forms.text(request, "team"))
        result = assign_all(tickets, team, request.stamp)
    if _is_fragment(request):
        answer = render(request, "workbench/_told.html", {"result": result})
        answer["HX-Retarget"], answer["HX-Reswap"] = "#toasts", "beforeend"
        answer["HX-Trigger"] = "tickets-changed"
        return answer
    messages.success(request, result.words)
    return redirect(reverse("queue", args=[queue.slug]))


def _ask(request: DeskRequest, lens: Lens) -> tuple[Asked, Asked, Asked, Asked]:
    """Ask for the rows and, unless they are all that is wanted, for what else the page tells, on one way."""
    now = request.stamp.at
    rows, states = ask_for_rows(lens, request.user, now), ask_for_states()
    asked = rows, states, what_waits(request.user, now), ask_for_teams()
    together(*asked[: 2 if _is_fragment(request) else None])
    return asked


def _is_fragment(request: DeskRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _address(lens: Lens, name: str, rows: Sequence[Row]) -> str:
    place = place_of(rows[0], lens.order.field)
    return lens.address(**{name: str(Cursor(place, rows[0].pk))})


def _count(shell: Shell, lens: Lens) -> int:
    """Return how many tickets the queue has, as the rail has counted them; 0 where only some of them are shown."""
    places = [place for group in shell.groups for place in group.destinations if place.is_here]
    return 0 if lens.is_narrowed else sum(place.count for place in places)


def _choices() -> dict[str, object]:
    return {
        "teams": teams(),
        "categories": category_groups(),
        "agents": agents(),
        "states": [(state, said) for state, (said, _tone, _icon) in STATES.items()],
        "priorities": [(UNCLASSIFIED, NOT_CLASSIFIED), *levels()],
        "channels": [(kind, said) for kind, (said, _icon) in CHANNELS.items()],
    }
