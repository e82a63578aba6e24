"""Tickets for programs: read through what the token's person may see, filed by the verb that pages call."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Status

from bihuan.flow.intake.times import times_of, with_times
from bihuan.flow.sla.certainty import is_expected, known_until
from bihuan.flow.triage.models import scheme_in_force
from bihuan.front.api.keys import Key
from bihuan.front.api.models import Scope
from bihuan.front.api.paging import cursor_after, key_of
from bihuan.front.api.problems import Problem
from bihuan.front.api.shapes import TicketIn, TicketOut, TicketPage, TicketWhole
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.text.languages import either
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Entry, Ticket, file_ticket
from bihuan.tickets.models.ticket import UNCLASSIFIED, TicketQuerySet

router = Router(tags=["tickets"])


@router.get("", response=TicketPage, auth=Key(Scope.TICKETS_READ), summary="List tickets, newest first")
def tickets(
    request: HttpRequest,
    state: State | None = None,
    cursor: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> dict[str, Any]:
    """The tickets that the token's person may see."""
    found = _visible(request).order_by("-pk")
    if state:
        found = found.filter(state=state)
    if cursor:
        found = found.filter(pk__lt=key_of(cursor))
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    return {
        "items": [_told(ticket) for ticket in shown],
        "next_cursor": cursor_after(shown[-1].pk) if len(rows) > limit else None,
    }


@router.get(
    "/{number}",
    response=TicketWhole,
    auth=Key(Scope.TICKETS_READ),
    summary="One ticket with its conversation",
)
def ticket(request: HttpRequest, number: str) -> dict[str, Any]:
    """A ticket, if the token's person may see it; else it is as if there were none."""
    found = get_object_or_404(_visible(request), number=number)
    said = Entry.objects.visible_to(_person(request)).filter(ticket=found).select_related("by").order_by("pk")
    entries = [
        {"kind": one.kind, "by": one.by.name if one.by else None, "at": one.at, "text": one.text}
        for one in said
    ]
    return _told(found) | {"description": found.description, "entries": entries}


@router.post(
    "",
    response={200: TicketOut, 201: TicketOut},
    auth=Key(Scope.TICKETS_WRITE),
    summary="File a ticket, once",
)
def file(
    request: HttpRequest,
    response: HttpResponse,
    sent: TicketIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=200)],
) -> Status[dict[str, Any]]:
    """File a ticket. Sent again under the same key it answers 200 with the ticket that it filed before."""
    by = _person(request)
    asker, submission = _asker(sent.person, by), _submission(by, idempotency_key)
    category = _category(sent.category)
    is_known = Ticket.objects.filter(submission=submission).exists()
    stamp: Stamp = request.stamp  # type: ignore[attr-defined]
    filed = file_ticket(
        person=asker,
        channel=ChannelKind.PORTAL,
        title=sent.title,
        text=sent.text,
        category=category,
        submission=submission,
        stamp=stamp,
    )
    found = _whole(Ticket.objects.all()).get(pk=filed.pk)
    if is_known:
        _refuse_another(found, sent, asker)
    response["Location"] = reverse("api:ticket", args=[found.number])
    return Status(200 if is_known else 201, _told(found))


def _person(request: HttpRequest) -> Person:
    person: Person = request.token.person  # type: ignore[attr-defined]
    return person


def _visible(request: HttpRequest) -> QuerySet[Ticket]:
    return _whole(Ticket.objects.visible_to(_person(request)))


def _whole(tickets: TicketQuerySet) -> QuerySet[Ticket]:
    told = with_times(tickets).annotate(known_until=known_until())
    return told.select_related("person", "team", "handler", "category")


def _submission(by: Person, key: str) -> UUID:
    """Return what stands for a key of one person: another's same key is another submission."""
    return uuid5(NAMESPACE_URL, f"urn:bihuan:submission:{by.pk}:{key}")


def _asker(known_as: str, by: Person) -> Person:
    """Return who asks: the token's person, or, for who works with tickets, anybody known.

    :raises Problem: if the person is unknown, or it is not the caller's to ask for others
    """
    if not known_as:
        return by
    found = Person.objects.active().known_as(known_as)
    if found and (found == by or by.may(Right.WORK_TICKETS)):
        return found
    words = _("Nobody is known by that, or it is not for you to ask in that name.")
    raise Problem(422, "invalid", words, {"person": words})


def _category(code: str) -> Category | None:
    if not code:
        return None
    found = Category.objects.leaves().filter(code=code).first()
    if found is None:
        words = _("No category of the catalogue has this code.")
        raise Problem(422, "invalid", words, {"category": words})
    return found


def _refuse_another(filed: Ticket, sent: TicketIn, asker: Person) -> None:
    """Refuse a key that comes back with something else: one of the two would be lost.

    :raises Problem: if the ticket filed under the key says something else
    """
    same = (filed.title, filed.description, filed.person_id) == (sent.title.strip(), sent.text, asker.pk)
    if not same:
        words = _("This Idempotency-Key was used for another ticket. Take a new one for each.")
        raise Problem(409, "idempotency-key-reused", words)


def _told(ticket: Ticket) -> dict[str, Any]:
    plain = (
        "number", "title", "state", "priority", "channel", "language",
        "filed_at", "changed_at", "due_at", "resolved_at", "closed_at",
    )  # fmt: skip
    return {name: getattr(ticket, name) for name in plain} | {
        "priority_name": _priority_name(ticket.priority),
        "due_is_expected": is_expected(ticket.due_at, ticket.known_until),  # type: ignore[attr-defined]  # annotated
        "times": times_of(ticket)._asdict(),
        "url": f"{settings.SITE_URL}/desk/tickets/{ticket.number}",
        "category": ticket.category.code if ticket.category else None,
        "team": ticket.team.code if ticket.team else None,
        "handler": ticket.handler.name if ticket.handler else None,
        "person": {"name": ticket.person.name, "email": ticket.person.email},
    }


def _priority_name(rank: int) -> str | None:
    if rank == UNCLASSIFIED:
        return None
    level = scheme_in_force().level(rank)
    return either(level.zh, level.en)
