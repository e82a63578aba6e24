"""The queues of the desk: named questions about tickets, each answered by an index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.ground.people.models import Person
from bihuan.tickets.lifecycle import OVER, State
from bihuan.tickets.models import Ticket
from bihuan.tickets.models.ticket import TicketQuerySet

Question = Callable[[TicketQuerySet, Person, datetime], TicketQuerySet]


@dataclass(frozen=True)
class Queue:
    """`tickets` narrows what the reader may see; `order` is how it is worked off."""

    slug: str
    name: Promise
    icon: str
    empty: Promise
    tickets: Question
    order: tuple[str, str] = ("due_at", "id")


def _mine(tickets: TicketQuerySet, person: Person, now: datetime) -> TicketQuerySet:
    return tickets.unfinished().handled_by(person)


def _of_my_teams(tickets: TicketQuerySet, person: Person, now: datetime) -> TicketQuerySet:
    return tickets.open().filter(team__in=person.team_ids)


def _unaccepted(tickets: TicketQuerySet, person: Person, now: datetime) -> TicketQuerySet:
    return tickets.open().filter(team__in=person.team_ids, accepted_at=None)


def _due(tickets: TicketQuerySet, person: Person, now: datetime) -> TicketQuerySet:
    return tickets.open().filter(warn_at__lte=now)


def _news(tickets: TicketQuerySet, person: Person, now: datetime) -> TicketQuerySet:
    return tickets.filter(
        Q(handler=person) | Q(handler=None, team__in=person.team_ids), news_since__isnull=False
    )


def _waiting(tickets: TicketQuerySet, person: Person, now: datetime) -> TicketQuerySet:
    return tickets.filter(state=State.WAITING)


def _to_close(tickets: TicketQuerySet, person: Person, now: datetime) -> TicketQuerySet:
    return tickets.filter(state__in=[State.RESOLVED, State.CONFIRMED])


def _all_open(tickets: TicketQuerySet, person: Person, now: datetime) -> TicketQuerySet:
    return tickets.open()


def _done(tickets: TicketQuerySet, person: Person, now: datetime) -> TicketQuerySet:
    return tickets.filter(state__in=OVER)


NEWEST = ("-id", "-id")
QUEUES: tuple[Queue, ...] = (
    Queue(
        "mine",
        _("My tickets"),
        "inbox",
        _("Nothing is on your desk. Take something from your team's queue."),
        _mine,
    ),
    Queue("team", _("My teams"), "layers", _("Your teams have no open ticket."), _of_my_teams),
    Queue("unaccepted", _("To accept"), "circle-dashed", _("Everything has been accepted."), _unaccepted),
    Queue("due", _("Due or missed"), "timer", _("No promise is about to run out."), _due),
    Queue(
        "news",
        _("New answers"),
        "message-circle",
        _("Nobody waits for a word from you."),
        _news,
        ("news_since", "id"),
    ),
    Queue("waiting", _("On hold"), "circle-pause", _("Nothing is on hold."), _waiting, NEWEST),
    Queue(
        "to-close",
        _("To confirm and close"),
        "circle-check",
        _("Nothing waits to be closed."),
        _to_close,
        NEWEST,
    ),
    Queue("open", _("All open"), "list", _("The desk has no open ticket."), _all_open),
    Queue("done", _("Done"), "archive", _("Nothing has been closed yet."), _done, NEWEST),
)
BY_SLUG = {queue.slug: queue for queue in QUEUES}


def tickets_in(queue: Queue, person: Person, now: datetime) -> TicketQuerySet:
    """Return the tickets of a queue that the person may see, unordered."""
    return queue.tickets(Ticket.objects.visible_to(person), person, now)
