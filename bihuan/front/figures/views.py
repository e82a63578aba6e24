"""The page of figures, and the lists of tickets behind its numbers (IMP-01)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bihuan.front.figures import tiles
from bihuan.front.figures.asked import SPANS, months_before, narrowed, read
from bihuan.front.figures.behind import BACKLOG, PARTS, listed
from bihuan.front.figures.board import reckon
from bihuan.front.figures.breakdowns import month_name
from bihuan.front.figures.filters import choices, chosen
from bihuan.front.home.shell import desk_shell
from bihuan.ground.channels.models import Channel
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui.paging import address, page_of
from bihuan.tickets.models import Ticket


@require_safe
@opens_to(Right.SEE_FIGURES)
def figures(request: DeskRequest) -> HttpResponse:
    """How the desk does, over a period and for the tickets that the filters leave."""
    now = request.stamp.at
    asked = read(request.GET.dict(), localdate(now))
    channels = {channel.kind: channel for channel in Channel.objects.all()}
    tickets = narrowed(Ticket.objects.visible_to(request.user), asked.filters)
    told = {
        "shell": desk_shell(request.user, now, "figures"),
        "asked": asked,
        "spans": list(SPANS.items()),
        "months": [
            (f"{on:%Y-%m}", month_name(on, get_language() or "")) for on in months_before(localdate(now))
        ],
        "choices": choices(channels),
        "board": reckon(tickets, asked, channels, now, get_language() or ""),
        "hrefs": {key: tiles.address(key, asked.query) for key in ("filed", "solved")}
        | {BACKLOG: tiles.address(BACKLOG, dict(asked.filters))},
    }
    return render(request, "figures/figures.html", told, status=422 if asked.errors else 200)


@require_safe
@opens_to(Right.SEE_FIGURES)
def tickets_behind(request: DeskRequest, key: str) -> HttpResponse:
    """The tickets behind a number: `part` of a share is good, rest or all; `age` is one of the backlog's."""
    now = request.stamp.at
    asked = read(request.GET.dict(), localdate(now))
    tickets = narrowed(Ticket.objects.visible_to(request.user), asked.filters)
    part = request.GET.get("part", "")
    part = part if part in PARTS else "all"
    found = listed(key, part, request.GET.get("age", ""), tickets, asked, now)
    if found is None:
        raise Http404
    rows = found.tickets.select_related("person", "handler", "category__parent")
    told = {
        "shell": desk_shell(request.user, now, "figures"),
        "asked": asked,
        "behind": found,
        "page": page_of(request, rows, "moment"),
        "tabs": [
            (each.name, address(request, part=each.key), each.key == part, each.count) for each in found.parts
        ],
        "chips": [(what, value, address(request, **{name: None})) for name, what, value in chosen(asked)],
        "back": f"{reverse('figures')}{address(request, part=None, age=None)}",
    }
    return render(request, "figures/tickets.html", told)
