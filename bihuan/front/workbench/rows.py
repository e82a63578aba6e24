"""Tickets as lists show them: plain values read by one query, because a list draws hundreds of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from bihuan.flow.sla.certainty import is_expected, known_until
from bihuan.front.workbench.lens import Lens, own_order
from bihuan.front.workbench.paging import PAGE_ROWS, Order, stretch
from bihuan.ground.people.models import Person
from bihuan.kit.sql.prepared import Asked, Prepared
from bihuan.kit.text.languages import is_chinese
from bihuan.tickets.lifecycle import OPEN, State
from bihuan.tickets.models import Hold
from bihuan.tickets.models.ticket import TicketQuerySet
from bihuan.tickets.queues import BY_SLUG, Queue, tickets_in


class Row(NamedTuple):
    """A row of a queue."""

    pk: int
    number: str
    title: str
    priority: int
    state: str
    person: str
    is_vip: bool
    department_zh: str | None
    department_en: str | None
    category: str | None
    branch: str | None
    handler: str | None
    team: str | None
    due_at: datetime | None
    warn_at: datetime | None
    news_since: datetime | None
    filed_at: datetime
    held_for: str | None
    known_until: int | None

    def standing(self, now: datetime) -> str:
        return _standing(self, now)

    @property
    def is_expected(self) -> bool:
        return is_expected(self.due_at, self.known_until)

    @property
    def department(self) -> str:
        zh, en = self.department_zh or "", self.department_en or ""
        return (zh or en) if is_chinese() else (en or zh)


class Line(NamedTuple):
    """A row of the list beside an open ticket."""

    number: str
    title: str
    priority: int
    state: str
    person: str
    due_at: datetime | None
    warn_at: datetime | None
    news_since: datetime | None
    known_until: int | None

    def standing(self, now: datetime) -> str:
        return _standing(self, now)

    @property
    def is_expected(self) -> bool:
        return is_expected(self.due_at, self.known_until)


def ask_for_rows(lens: Lens, reader: Person, now: datetime) -> Asked:
    """Ask for the rows of a queue's page. Its beginning, as nobody has narrowed it, is what is asked all day."""
    if lens.is_narrowed or lens.places:
        tickets = tickets_in(lens.queue, reader, now).filter(lens.narrow(reader))
        return Asked.once(with_columns(stretch(tickets, lens.order, **lens.places)))
    shape = (lens.queue.slug, reader.roles, lens.order, is_chinese())
    return _beginnings.ask(*shape, pk=reader.pk, teams=reader.team_ids, now=now)


def with_columns(tickets: TicketQuerySet) -> QuerySet[Any, Any]:
    """Have of some tickets what a row shows."""
    held_for = Hold.objects.running().filter(ticket=OuterRef("pk")).values("reason")
    around = {"held_for": Subquery(held_for), "known_until": known_until()}
    return tickets.annotate(**around).values_list(*_columns())


def read_rows(asked: Asked) -> list[Row]:
    return list(starmap(Row, asked.rows))


def ask_for_lines(queue: Queue, reader: Person, now: datetime) -> Asked:
    """Ask for the first lines of a queue, in its own order."""
    return _lines.ask(queue.slug, reader.roles, pk=reader.pk, teams=reader.team_ids, now=now)


def read_lines(asked: Asked) -> list[Line]:
    return list(starmap(Line, asked.rows))


def _ask_for_lines(
    slug: str, roles: frozenset[str], *, pk: int, teams: list[int], now: datetime
) -> QuerySet[Any, Any]:
    queue = BY_SLUG[slug]
    tickets = tickets_in(queue, Person.stand_in(pk, roles, teams), now)
    columns = ("number", "title", "priority", "state", "person__name", "due_at", "warn_at", "news_since")
    ordered = tickets.order_by(*own_order(queue).columns()).annotate(known_until=known_until())
    return ordered.values_list(*columns, "known_until")[:PAGE_ROWS]


def _ask_for_beginning(
    slug: str, roles: frozenset[str], order: Order, chinese: bool, *, pk: int, teams: list[int], now: datetime
) -> QuerySet[Any, Any]:
    tickets = tickets_in(BY_SLUG[slug], Person.stand_in(pk, roles, teams), now)
    return with_columns(stretch(tickets, order))


_lines = Prepared(_ask_for_lines)
_beginnings = Prepared(_ask_for_beginning)


def place_of(row: Row, field: str) -> datetime | int | None:
    """Return what a row stands by in an order."""
    values: Mapping[str, datetime | int | None] = {
        "id": row.pk,
        "priority": row.priority,
        "due_at": row.due_at,
        "filed_at": row.filed_at,
        "news_since": row.news_since,
    }
    return values[field]


def _standing(row: Row | Line, now: datetime) -> str:
    """Return how the next promise of a ticket stands, as the marks call it."""
    if row.due_at is None:
        return "held" if row.state == State.WAITING else "none"
    if row.state not in OPEN:
        return "none"
    if now > row.due_at:
        return "missed"
    return "risk" if row.warn_at is not None and now >= row.warn_at else "fine"


def _columns() -> tuple[str, ...]:
    name = "name_zh" if is_chinese() else "name_en"
    return (
        "pk",
        "number",
        "title",
        "priority",
        "state",
        "person__name",
        "person__is_vip",
        "person__department__name_zh",
        "person__department__name_en",
        f"category__{name}",
        f"category__parent__{name}",
        "handler__name",
        f"team__{name}",
        "due_at",
        "warn_at",
        "news_since",
        "filed_at",
        "held_for",
        "known_until",
    )
