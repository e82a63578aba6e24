"""What was said on a ticket between the one who asked and the desk; notes among colleagues are no part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from markupsafe import Markup

from bihuan.front.portal.uploads import size_in_words
from bihuan.ground.people.models import Person
from bihuan.kit.text.html import from_markdown
from bihuan.tickets.models import Enclosure, Entry, EntryKind, Ticket, Warning
from bihuan.tickets.models.entry import PUBLIC


@dataclass(frozen=True)
class Word:
    pk: int
    kind: str  # "person" or "desk"
    name: str
    at: datetime
    text: str | Markup
    files: list[dict[str, Any]]


def conversation_of(ticket: Ticket, reader: Person) -> list[Word]:
    """Return what was said, oldest first, by two queries.

    Also an agent who asked for something reads here what everybody who asks may read. What a machine wrote, or somebody
    else under the person's name, is for agents to judge.
    """
    entries = Entry.objects.visible_to(reader).filter(ticket=ticket, kind__in=PUBLIC)
    doubtful = Q(warning=Warning.AUTOMATIC) | (Q(warning=Warning.STRANGER) & ~Q(by=ticket.person_id))
    said = entries.exclude(doubtful).select_related("by").order_by("pk")
    return [_word(entry, ticket) for entry in said.prefetch_related("enclosures__file")]


def _word(entry: Entry, ticket: Ticket) -> Word:
    is_reply = entry.kind == EntryKind.REPLY
    writer = entry.by or ticket.person
    return Word(
        pk=entry.pk,
        kind="desk" if is_reply else "person",
        name=writer.name,
        at=entry.at,
        text=from_markdown(entry.text) if is_reply else entry.text,
        files=[_file(enclosure, ticket) for enclosure in entry.enclosures.all()],
    )


def _file(enclosure: Enclosure, ticket: Ticket) -> dict[str, Any]:
    file = enclosure.file
    href = reverse("ticket-file", args=[ticket.number, file.key, file.name])
    picture = href if file.is_picture else ""
    return {"name": file.name, "href": href, "size": size_in_words(file.size_bytes), "picture": picture}
