"""The list of one's own tickets, on three shelves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from bihuan.front.home.paging import page_of
from bihuan.front.home.shell import asked_of, portal_shell
from bihuan.front.portal.own import own_tickets
from bihuan.front.portal.standing import standings
from bihuan.ground.people.audience import SIGNED_IN, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.tickets.lifecycle import OVER
from bihuan.tickets.models.ticket import TicketQuerySet

TICKETS_A_PAGE = 20
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Shelf:
    name: Words
    tickets: Callable[[Person], TicketQuerySet]


OPEN = "open"
SHELVES = {
    OPEN: Shelf(pgettext_lazy("tickets", "Open"), lambda person: own_tickets(person).unfinished()),
    "asked": Shelf(gettext_lazy("Waiting for you"), asked_of),
    "done": Shelf(
        pgettext_lazy("tickets", "Done"), lambda person: own_tickets(person).filter(state__in=OVER)
    ),
}


@require_safe
@opens_to(SIGNED_IN)
def tickets(request: DeskRequest) -> HttpResponse:
    """One shelf in pages, all of it or what fits some words."""
    asked = request.GET.get("show", "")
    show = asked if asked in SHELVES else OPEN
    sought = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    found = SHELVES[show].tickets(request.user).select_related("handler", "team")
    if sought:
        found = found.filter(Q(title__icontains=sought) | Q(number__icontains=sought))
    page = page_of(found, request, TICKETS_A_PAGE)
    told = {
        "shelves": [(str(shelf.name), f"?show={key}", key == show, "") for key, shelf in SHELVES.items()],
        "show": show,
        "sought": sought,
        "tickets": standings(page.rows),
        "page": page,
        "shell": portal_shell(request.user, request.stamp.at, "tickets"),
    }
    return render(request, "portal/tickets.html", told)
