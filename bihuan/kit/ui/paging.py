"""Pages of a long list by the keys of its rows: the thousandth is as quick as the first, and none shifts meanwhile.

A list is ordered by a moment, newest first, and by its number where moments are equal; `?older=` and `?newer=` name a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
SIZE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list; `earlier` and `later` are the addresses of the pages around them, empty where there is none."""

    rows: Sequence[Row]
    earlier: str
    later: str


def page_of(request: HttpRequest, rows: QuerySet[Row], key: str, size: int = SIZE) -> Page[Row]:
    """Return the page that the address asks for, by one query, by two where a page has gone. `key` is a field that is never empty, or `pk`."""
    older, newer = _read(request.GET.get("older", "")), _read(request.GET.get("newer", ""))
    if newer:
        found = list(_beyond(rows, key, newer, "gt").order_by(key, "pk")[: size + 1])
        if found:
            return _page(request, found[:size][::-1], key, has_earlier=True, has_later=len(found) > size)
    if older:
        rows = _beyond(rows, key, older, "lt")
    found = list(rows.order_by(f"-{key}", "-pk")[: size + 1])
    shown = found[:size]
    return _page(request, shown, key, has_earlier=len(found) > size, has_later=bool(older))


def address(request: HttpRequest, **changes: str | None) -> str:
    """Return the query of this page with some values changed, or taken out where they are None; always its first page."""
    query = request.GET.copy()
    for name in ("older", "newer", *changes):
        query.pop(name, None)
    query.update({name: value for name, value in changes.items() if value is not None})
    return f"?{query.urlencode()}"


def _page(
    request: HttpRequest, shown: list[Row], key: str, *, has_earlier: bool, has_later: bool
) -> Page[Row]:
    earlier = address(request, older=_mark(shown[-1], key)) if has_earlier and shown else ""
    later = address(request, newer=_mark(shown[0], key)) if has_later and shown else ""
    return Page(shown, earlier, later)


def _beyond(rows: QuerySet[Row], key: str, mark: tuple[int, int], side: str) -> QuerySet[Row]:
    """Keep the rows beyond a mark. The first condition says less than the second, but in words an index knows."""
    micros, pk = mark
    if key == "pk":
        return rows.filter(**{f"pk__{side}": pk})
    at = EPOCH + micros * MICROSECOND
    return rows.filter(**{f"{key}__{side}e": at}).filter(
        Q(**{f"{key}__{side}": at}) | Q(**{f"pk__{side}": pk})
    )


def _mark(row: Any, key: str) -> str:
    at = EPOCH if key == "pk" else getattr(row, key)
    return f"{(at - EPOCH) // MICROSECOND}.{row.pk}"


def _read(mark: str) -> tuple[int, int] | None:
    """Return what a mark says; None for one that is none, so that a broken address shows the first page."""
    micros, _, pk = mark.partition(".")
    if not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit()):
        return None
    if len(micros) > 16 or int(pk) > LARGEST:
        return None
    return int(micros), int(pk)
