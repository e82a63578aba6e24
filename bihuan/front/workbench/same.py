"""Tickets that report the same: what this one is joined to, what is joined to it, and what looks alike and may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from bihuan.front.workbench.opened import Opened
from bihuan.kit.text.grams import grams
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Duplicate, Ticket

LAST_HOURS = timedelta(hours=24)
LOOKED_AT, OFFERED = 40, 3
LEAST_ALIKE = 0.2  # of the pairs of characters of both titles


class One(NamedTuple):
    number: str
    title: str
    person: str
    is_open: bool = True


@dataclass(frozen=True)
class Same:
    parent: One | None
    joined: Sequence[One]
    alike: Sequence[One]
    may_solve_all: bool

    @property
    def is_empty(self) -> bool:
        return not (self.parent or self.joined or self.alike)


def look_for_same(opened: Opened) -> Same:
    """Look around a ticket: three queries, and one more where it is open and joined to none."""
    ticket, reader = opened.ticket, opened.reader
    standing = Duplicate.objects.standing()
    above = standing.filter(ticket=ticket).select_related("parent__person").first()
    below = standing.filter(parent=ticket).select_related("ticket__person").order_by("pk")
    joined = [_one(one.ticket) for one in below]
    is_free = ticket.is_open and above is None and not joined and reader.is_agent
    solved = ticket.state in (State.RESOLVED, State.CONFIRMED, State.CLOSED)
    return Same(
        parent=_one(above.parent) if above else None,
        joined=joined,
        alike=_alike(opened) if is_free else [],
        may_solve_all=solved and reader.is_agent and any(one.is_open for one in joined),
    )


def _alike(opened: Opened) -> list[One]:
    """Return the open tickets of the same category that came within a day of this one and whose titles resemble it."""
    ticket = opened.ticket
    around = (ticket.filed_at - LAST_HOURS, ticket.filed_at + LAST_HOURS)
    others = (
        Ticket.objects.visible_to(opened.reader)
        .open()
        .filter(category=ticket.category_id, filed_at__range=around)
        .exclude(pk=ticket.pk)
        .select_related("person")
        .order_by("-pk")[:LOOKED_AT]
    )
    own = grams(ticket.title)
    weighed = [(_likeness(own, grams(one.title)), one) for one in others]
    fitting = sorted((pair for pair in weighed if pair[0] >= LEAST_ALIKE), key=lambda pair: -pair[0])
    return [_one(one) for _fit, one in fitting[:OFFERED]]


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _one(ticket: Ticket) -> One:
    return One(ticket.number, ticket.title, ticket.person.name, ticket.is_open)
