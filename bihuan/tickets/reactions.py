"""What the ticket itself does when something happened to it: its answers are read, and it can be found."""

from __future__ import annotations

from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.kit.events.facts import Facts
from bihuan.tickets.events import Answered
from bihuan.tickets.models import Question, Task, Ticket, TicketEvent


def read_answers(event: TicketEvent, said: Answered) -> None:
    Question.fill_from(event.ticket, said.entry, event.stamp)


def lapse_tasks(event: TicketEvent, said: Facts) -> None:
    Task.lapse_all(event.ticket, event.stamp.by_the_house("tickets"))


def index(event: TicketEvent, said: Facts) -> None:
    put_into_index(event.ticket)


def put_into_index(ticket: Ticket) -> None:
    """Let the ticket be found by its words and what the person sees of it; notes are found by agents' own search."""
    parts = [ticket.description, *map(str, ticket.answers.values()), *_said(ticket)]
    SearchDoc.put(
        DocKind.TICKET,
        ticket.pk,
        number=ticket.number,
        title=f"{ticket.title} {ticket.person.name}",
        body="\n".join(part for part in parts if part),
        person_id=ticket.person_id,
        category_id=ticket.category_id,
        at=ticket.filed_at,
        is_new=ticket.first_words is not None,
    )


def _said(ticket: Ticket) -> list[str]:
    """Return what the person has read or written on the ticket."""
    if ticket.first_words:
        return [ticket.first_words.text]
    said = ticket.entries.filter(kind__in=("answer", "reply")).order_by("pk").values_list("text", flat=True)
    return [*said, *ticket.resolutions.standing().values_list("solution", flat=True)]
