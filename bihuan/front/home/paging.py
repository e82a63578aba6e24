"""Long lists in pages, by key: the page after the row one has seen is the same however many rows came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, newest first, and the addresses of the older and the newer ones; empty where there are none."""

    rows: list[Row]
    earlier: str = ""
    later: str = ""


def page_of(rows: QuerySet[Row], request: HttpRequest, size: int) -> Page[Row]:
    """Return the page that `?before=<key>` or `?after=<key>` asks for, else the first, by one query.

    What else the address asks for stays in the addresses of the other pages.
    """
    before, after = _key(request, "before"), _key(request, "after")
    if after:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        shown, is_more = found[:size][::-1], len(found) > size
        earlier = _address(request, before=shown[-1]) if shown else _address(request)
        return Page(shown, earlier, _address(request, after=shown[0]) if is_more else "")
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: size + 1])
    shown, is_more = found[:size], len(found) > size
    earlier = _address(request, before=shown[-1]) if is_more else ""
    if not before:
        return Page(shown, earlier)
    return Page(shown, earlier, _address(request, after=shown[0]) if shown else _address(request))


def _address(request: HttpRequest, **past: Model) -> str:
    asked = request.GET.copy()
    for way in ("before", "after"):
        asked.pop(way, None)
    for way, row in past.items():
        asked[way] = str(row.pk)
    return f"?{asked.urlencode()}"


def _key(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
