"""What a queue's page was asked for: filters, order and place, read from the address against a list of what may stand there.

Nothing of an address reaches the database but what is named here (SEC-002).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.flow.triage.matrix import LOWEST
from bihuan.flow.triage.models import scheme_in_force
from bihuan.front.workbench.paging import Cursor, Order
from bihuan.front.workbench.words import CHANNELS, STATES, priorities
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Person, Team
from bihuan.tickets.models.ticket import UNCLASSIFIED
from bihuan.tickets.queues import BY_SLUG, Queue

FILTERS = ("team", "category", "priority", "state", "handler", "channel")
SORTS = {"priority": Order("priority"), "-priority": Order("priority", is_down=True)}
SORTS |= {"filed": Order("filed_at"), "-filed": Order("filed_at", is_down=True)}
KNOWN = frozenset({*FILTERS, "sort", "after", "before", "filters"})
LONGEST = 150
ME, NOBODY = "me", "nobody"


class Chip(NamedTuple):
    """One filter in force, in words, and the address of the page without it."""

    what: str
    value: str
    without: str


@dataclass(frozen=True)
class Lens:
    """How a reader looks at a queue."""

    queue: Queue
    given: Mapping[str, str]

    @classmethod
    def read(cls, queue: Queue, query: QueryDict) -> Lens:
        """Return what the address asks for.

        :raises BadRequest: if something stands there that is not on the list, or twice
        """
        given = {name: str(query[name]) for name in query if query[name]}
        is_sound = given.keys() <= KNOWN and all(len(query.getlist(name)) == 1 for name in query)
        if not is_sound or any(len(value) > LONGEST for value in given.values()):
            raise BadRequest("a queue is not asked like this")
        return cls(queue, given)

    @property
    def order(self) -> Order:
        """Return the order asked for, else the queue's own."""
        asked = self.given.get("sort", "")
        if not asked:
            return own_order(self.queue)
        if asked not in self.sorts:
            raise BadRequest("no such order")
        return SORTS[asked]

    @property
    def sorts(self) -> Mapping[str, Order]:
        """Return the orders offered: what is over is too much to be sorted by its priority."""
        return {name: order for name, order in SORTS.items() if self.queue.slug != "done" or "filed" in name}

    @property
    def places(self) -> dict[str, Cursor]:
        return {
            name: Cursor.read(self.given[name], self.order)
            for name in ("after", "before")
            if name in self.given
        }

    @property
    def is_narrowed(self) -> bool:
        return any(name in self.given for name in FILTERS)

    def narrow(self, person: Person) -> Q:
        """Return the filters as a condition.

        :raises BadRequest: if a value is none of its filter's
        """
        wanted = Q()
        for name in FILTERS:
            if name in self.given:
                wanted &= _condition(name, self.given[name], person)
        return wanted

    def chips(self) -> list[Chip]:
        """Return the filters in force, by a query each for those that name a row."""
        return [
            Chip(filter_words()[name], _in_words(name, self.given[name]), self.address(**{name: ""}))
            for name in FILTERS
            if name in self.given
        ]

    def address(self, **changes: str) -> str:
        """Return the query of the page with some things changed, from its beginning."""
        kept = {
            name: value for name, value in self.given.items() if name not in ("after", "before", "filters")
        }
        wanted = {name: value for name, value in (kept | changes).items() if value}
        return f"?{urlencode(wanted)}" if wanted else "?"

    def sorted_address(self, name: str) -> str:
        """Return the address that sorts by a column, or turns its order round."""
        return self.address(sort=f"-{name}" if self.given.get("sort") == name else name)

    def sorted_by(self, name: str) -> str:
        """Return how a column is sorted now, as the head of a table says it."""
        return {name: "up", f"-{name}": "down"}.get(self.given.get("sort", ""), "")


def queue_of(slug: str) -> Queue:
    """Return a queue by its name in an address, or 404."""
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def filter_words() -> dict[str, str]:
    return {
        "team": _("Team"),
        "category": _("Category"),
        "priority": _("Priority"),
        "state": _("State"),
        "handler": _("Handler"),
        "channel": _("Channel"),
    }


def own_order(queue: Queue) -> Order:
    name = queue.order[0]
    return Order(name.removeprefix("-"), is_down=name.startswith("-"))


def _condition(name: str, value: str, person: Person) -> Q:
    match name:
        case "team":
            return Q(team__code=value)
        case "category":
            return Q(category__code=value) | Q(category__parent__code=value)
        case "handler":
            who: dict[str, Any] = {ME: {"handler": person}, NOBODY: {"handler": None}}
            return Q(**who.get(value, {"handler__username": value}))
        case "priority":
            return _of_level(int(_one_of(value, map(str, range(LOWEST + 1)))))
        case "state":
            return Q(state=_one_of(value, STATES))
        case _:
            return Q(channel=_one_of(value, CHANNELS))


def _of_level(rank: int) -> Q:
    """Return what has the priority, or another that is called the same."""
    return Q(priority__in=scheme_in_force().ranks_called_as(rank)) if rank else Q(priority=UNCLASSIFIED)


def _one_of(value: str, known: Iterable[str]) -> str:
    if value not in set(known):
        raise BadRequest("no such choice")
    return value


def _in_words(name: str, value: str) -> str:
    """Return a filter's value as its chip says it; what no longer exists stands as it was typed."""
    match name:
        case "priority":
            return priorities()[int(value)]
        case "state":
            return str(STATES[value][0])
        case "channel":
            return str(CHANNELS[value][0])
        case "team":
            return _named(Team.objects.filter(code=value).first(), value)
        case "category":
            return _named(Category.objects.filter(code=value).first(), value)
        case _:
            return _handler_in_words(value)


def _handler_in_words(value: str) -> str:
    if value in (ME, NOBODY):
        return _("myself") if value == ME else pgettext("handler", "nobody")
    return _named(Person.objects.filter(username=value).first(), value)


def _named(row: Team | Category | Person | None, value: str) -> str:
    return row.name if row else value
