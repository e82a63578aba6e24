"""Pages of a list that goes on while somebody reads it: each begins after a row, not at a count of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.core.exceptions import BadRequest
from django.db.models import Q

from bihuan.tickets.models.ticket import TicketQuerySet

PAGE_ROWS = 50
BETWEEN = "~"
EMPTY = "-"

Row = TypeVar("Row")


@dataclass(frozen=True)
class Order:
    """How a list runs: by a field and, among equals, by id. Rows where the field is empty come last."""

    field: str = "id"
    is_down: bool = False

    @property
    def is_nullable(self) -> bool:
        return self.field in ("due_at", "news_since")

    @property
    def is_moment(self) -> bool:
        return self.field not in ("id", "priority")

    def columns(self, *, is_back: bool = False) -> list[str]:
        sign = "-" if self.is_down != is_back else ""
        return [f"{sign}{name}" for name in dict.fromkeys((self.field, "id"))]


@dataclass(frozen=True)
class Cursor:
    """A row's place in an order, as a page's address carries it."""

    value: datetime | int | None
    pk: int

    @classmethod
    def read(cls, given: str, order: Order) -> Cursor:
        """Return the place that an address names.

        :raises BadRequest: if it is none in that order
        """
        value, _, pk = given.partition(BETWEEN)
        try:
            if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
                raise ValueError
            if value == EMPTY:
                return cls(None, int(pk))
            return cls(_moment(value) if order.is_moment else int(value[:19]), int(pk))
        except ValueError:
            raise BadRequest("no such place in the list") from None

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        return f"{EMPTY if value is None else value}{BETWEEN}{self.pk}"

    def beyond(self, order: Order, *, is_back: bool) -> Q:
        """Return what keeps the rows behind this place, or, going back, those before it."""
        name, way = order.field, "lt" if order.is_down != is_back else "gt"
        if name == "id":
            return Q(**{f"id__{way}": self.pk})
        further = Q(**{f"id__{way}": self.pk})
        if self.value is None:
            return Q(**{name: None}) & further | Q(**{f"{name}__isnull": False} if is_back else {"pk": None})
        # The first condition says nothing new to us; it lets the database begin at the right place of its index.
        found = Q(**{f"{name}__{way}e": self.value}) & (Q(**{f"{name}__{way}": self.value}) | further)
        return found | Q(**{name: None}) if order.is_nullable and not is_back else found


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and whether there are more on either side."""

    rows: Sequence[Row]
    has_before: bool = False
    has_after: bool = False

    @classmethod
    def of(
        cls, rows: Sequence[Row], *, after: Cursor | None = None, before: Cursor | None = None
    ) -> Page[Row]:
        """Return the page after, or before, a place, or the first one, from the rows of its `stretch`."""
        goes_on, rows = len(rows) > PAGE_ROWS, rows[:PAGE_ROWS]
        if before is not None:
            return cls(rows[::-1], has_before=goes_on, has_after=True)
        return cls(rows, has_before=after is not None, has_after=goes_on)


def stretch(
    tickets: TicketQuerySet, order: Order, *, after: Cursor | None = None, before: Cursor | None = None
) -> TicketQuerySet:
    """Keep the rows of a page, in their order or, before a place, against it. One row more tells whether it goes on."""
    place, is_back = before or after, before is not None
    if place is not None:
        tickets = tickets.filter(place.beyond(order, is_back=is_back))
    return tickets.order_by(*order.columns(is_back=is_back))[: PAGE_ROWS + 1]


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment
