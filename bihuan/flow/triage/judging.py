"""What priority a ticket gets: the matrix of the scheme in force, then the rules about persons, departments, categories."""

from __future__ import annotations

from bihuan.flow.triage.models import priority_rules, scheme_in_force
from bihuan.flow.triage.raising import Judged, apply
from bihuan.ground.catalogue.models import Category
from bihuan.kit.kept.keeping import unchanging
from bihuan.tickets.models import Ticket


def judge(ticket: Ticket, *, category: Category | None, impact: int, urgency: int) -> Judged:
    """Return what priority the ticket gets; who asked it is read only if a rule wants to know."""
    with unchanging():
        book = priority_rules()
        person = ticket.person if book.asks_about_the_person and ticket.person_id else None
        matter = book.matter_of(person, category)
        return apply(book.rules, matter, impact, urgency, scheme_in_force())
