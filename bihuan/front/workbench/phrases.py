"""Texts that are written again and again, filled with what the ticket knows (WRK-08)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from bihuan.flow.sla.clockwork import AMONG_OURSELVES
from bihuan.front.workbench.opened import Opened
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.ground.people.models import Person
from bihuan.kit.text import moments
from bihuan.kit.text.filling import fill, unmarked
from bihuan.kit.text.languages import either
from bihuan.tickets.models import RefusalReason, Ticket

TURNING_AWAY = tuple(RefusalReason)
SOLVED = gettext_noop("We expect to have it solved by %(by)s.")
SOLVED_IF = gettext_noop(
    "We expect to have it solved by %(by)s; the public holidays until then are not confirmed yet."
)
HEARD = gettext_noop("You will hear from us by %(by)s.")
HEARD_IF = gettext_noop(
    "We expect to get back to you by %(by)s; the public holidays until then are not confirmed yet."
)
# Those that the house sends by itself are not offered to be sent by hand.
ITS_OWN = frozenset(
    {"acknowledgement", "asked_at_once", "phone_greeting", "is_it_solved", "is_it_solved_again", "closed"}
)


@dataclass(frozen=True)
class Phrase:
    """A text by its name in the reader's language, filled in the person's."""

    code: str
    name: str
    text: str


def phrases(opened: Opened, *, among: Collection[str] = (), field_questions: str = "") -> list[Phrase]:
    """Return the texts on offer, filled; `among` names some, and otherwise those that the house sends are left out."""
    ticket, reader = opened.ticket, opened.reader
    found = (
        ReplyTemplate.objects.filter(code__in=among)
        if among
        else ReplyTemplate.objects.exclude(code__in=ITS_OWN)
    )
    names = {
        "person": ticket.person.name,
        "number": ticket.number,
        "title": ticket.title,
        "handler": reader.name,
    }
    values = {name: unmarked(said) for name, said in names.items()}
    values |= {"promise": promise(ticket, is_expected=opened.is_expected), "field_questions": field_questions}
    return [
        Phrase(one.code, one.name, fill(either(one.body_zh, one.body_en, ticket.language), values))
        for one in found
    ]


def phrase(offered: Sequence[Phrase], code: str) -> str:
    """Return the text with that code, empty where an administrator has taken it away."""
    return next((one.text for one in offered if one.code == code), "")


def promise(ticket: Ticket, *, is_expected: bool = False) -> str:
    """Return by when the next word or the solution is promised, in the person's language; empty where nothing is due.

    :param is_expected: the public holidays until then are not confirmed, so that it may still change
    """
    if ticket.due_at is None or ticket.due_promise in AMONG_OURSELVES:
        return ""
    by = moments.full(ticket.due_at, ticket.language, get_default_timezone())
    with override(ticket.language):
        is_solution = ticket.due_promise == "resolution"
        if is_expected:
            words = _(SOLVED_IF) if is_solution else _(HEARD_IF)
        else:
            words = _(SOLVED) if is_solution else _(HEARD)
        return words % {"by": by}


def greeting(reader: Person) -> str:
    """Return how the phone is answered, in the reader's language; a line that needs the ticket's number is left out."""
    found = ReplyTemplate.objects.filter(code="phone_greeting").first()
    if found is None:
        return ""
    said = "\n".join(line for line in found.body.splitlines() if "{{number}}" not in line)
    return fill(said, {"handler": reader.name}).strip()
