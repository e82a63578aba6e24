"""The measure for the desk's pages: as little as a page of fifty tickets can be."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.tickets.models import Ticket

ROWS = 50


def plain_rows(request: HttpRequest) -> HttpResponse:
    """Read fifty tickets by the ORM and draw them as a plain table, for nobody in particular."""
    return render(request, "bench/rows.html", {"tickets": Ticket.objects.order_by("-id")[:ROWS]})
