"""What a ticket has left in the database, in a form in which two ways of making it can be compared."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db.models import Model, QuerySet

from bihuan.flow.sla.models import Alarm, Clock
from bihuan.flow.triage.models import Suggestion
from bihuan.ground.channels.models import OutboundMessage, Purpose
from bihuan.ground.notices.models import Notice, NoticeKind
from bihuan.ground.search.models import SearchDoc
from bihuan.practices.knowledge.models import Use
from bihuan.practices.majors.models import Major
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.models import (
    Assignment,
    Attempt,
    Call,
    Confirmation,
    Entry,
    Escalation,
    Hold,
    Question,
    Refusal,
    Resolution,
    Ticket,
    TicketEvent,
    TimeSpent,
)

OF_TICKET = (
    Entry,
    Assignment,
    Attempt,
    Call,
    Hold,
    Escalation,
    Question,
    Refusal,
    Resolution,
    Confirmation,
    TimeSpent,
    Suggestion,
    Clock,
    Major,
    Use,
    Survey,
)
REFERRED = {
    "entry": Entry,
    "assignment": Assignment,
    "hold": Hold,
    "attempt": Attempt,
    "escalation": Escalation,
    "resolution": Resolution,
    "confirmation": Confirmation,
    "clock": Clock,
    "major": Major,
}
# Drawn anew each time, or compared by themselves.
LEFT_OUT = {
    "id",
    "ticket_id",
    "token_digest",
    "message_id",
    "sent_as_id",
    "entry_id",
    "reasons",
    "resolution_id",
}
TOKEN = re.compile(r"/(solved|rate)/[\w-]+")
NEW_ARTICLE = re.compile(r"KB-(?!00[0-5]\d|0060)\d+")

Rows = list[dict[str, Any]]


def remains_of(ticket: Ticket) -> dict[str, Any]:
    """Return table → rows, without keys."""
    found: dict[str, Any] = {
        model.__name__: [_plain(row) for row in _of(model, ticket)] for model in OF_TICKET
    }
    found["Ticket"] = [_plain(Ticket.objects.get(pk=ticket.pk))]
    found["Alarm"] = [
        _plain(row) for row in Alarm.objects.filter(clock__ticket=ticket).order_by("clock", "level", "turn")
    ]
    found["History"] = _history(ticket)
    found["Reasons"] = [_gist(one.reasons) for one in _of(Assignment, ticket)]
    found["Letters"] = _letters(ticket)
    found["Notices"] = _notices(ticket)
    found["Index"] = _index(ticket)
    return found


def _of(model: type[Any], ticket: Ticket) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(ticket=ticket).order_by("pk")
    return rows


def _plain(row: Model) -> dict[str, Any]:
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    left_out = LEFT_OUT | ({"clock_id"} if isinstance(row, Alarm) else set())
    return {name: _without_chance(value) for name, value in fields.items() if name not in left_out}


def _without_chance(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return NEW_ARTICLE.sub("KB-new", TOKEN.sub(r"/\1/token", value))


def _history(ticket: Ticket) -> list[tuple[Any, ...]]:
    """Return the events with the rows that they refer to as how manieth of the ticket these are."""
    places = {
        name: {pk: n for n, pk in enumerate(_of(model, ticket).values_list("pk", flat=True))}
        for name, model in REFERRED.items()
    }
    told = []
    for event in TicketEvent.objects.filter(ticket=ticket).order_by("pk"):
        facts = {
            name: places[name].get(value) if name in places else value for name, value in event.facts.items()
        }
        text = _without_chance(json.dumps(facts, ensure_ascii=False, sort_keys=True))
        told.append((event.at, event.kind, event.by_id, event.via, event.why, text))
    return told


def _gist(reasons: dict[str, Any]) -> tuple[Any, ...] | None:
    """Return the cause, and who was chosen: the others and what each one had depend on the whole desk."""
    if not reasons:
        return None
    return reasons["cause"], [one["person"] for one in reasons["candidates"][:1]]


def _index(ticket: Ticket) -> list[tuple[Any, ...]]:
    """Return what the ticket is found by; the facts of its form come in any order."""
    docs = SearchDoc.objects.filter(number=ticket.number)
    return [
        (doc.title, sorted(doc.body.split("\n")), doc.tokens, doc.person_id, doc.category_id, doc.at)
        for doc in docs
    ]


def _letters(ticket: Ticket) -> Rows:
    wanted = ("address", "purpose", "language", "subject", "text", "written_at")
    letters = OutboundMessage.objects.filter(about=f"ticket:{ticket.pk}").exclude(purpose=Purpose.NOTICE)
    rows = letters.order_by("pk")
    return [
        {name: _without_chance(getattr(row, name)) for name in wanted} | {"thread": len(row.references)}
        for row in rows
    ]


def _notices(ticket: Ticket) -> list[tuple[Any, ...]]:
    """Return the words in bells; those of one moment may come in any order, and what was weighed differs."""
    notices = Notice.objects.filter(about=f"ticket:{ticket.pk}").values_list(
        "at", "to", "kind", "title", "path", "text"
    )
    return sorted(
        (*told, "" if told[2] == NoticeKind.ASSIGNED else text) for *told, text in (row for row in notices)
    )
