"""What the ticket itself does when something happened to it: its answers are read, and it can be found."""

from __future__ import annotations

from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.kit.events.facts import Facts
from bihuan.tickets.events import Answered
from bihuan.tickets.models import Entry, Question, Ticket, TicketEvent


def read_answers(event: TicketEvent, said: Answered) -> None:
    Question.fill_from(
        event.ticket, Entry.objects.values_list("text", flat=True).get(pk=said.entry), event.stamp
    )


def index(event: TicketEvent, said: Facts) -> None:
    put_into_index(event.ticket)


def put_into_index(ticket: Ticket) -> None:
    """Let the ticket be found by its words and what the person sees of it; notes are found by agents' own search."""
    said = ticket.entries.filter(kind__in=("answer", "reply")).order_by("pk").values_list("text", flat=True)
    solved = ticket.resolutions.standing().values_list("solution", flat=True)
    parts = [ticket.description, *map(str, ticket.answers.values()), *said, *solved]
    SearchDoc.put(
        DocKind.TICKET,
        ticket.pk,
        number=ticket.number,
        title=f"{ticket.title} {ticket.person.name}",
        body="\n".join(part for part in parts if part),
        person_id=ticket.person_id,
        category_id=ticket.category_id,
        at=ticket.filed_at,
    )
