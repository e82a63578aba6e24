"""What the words of a ticket say, as `flow.triage.reactions` reads them."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.flow.triage.models import Says
from bihuan.flow.triage.reactions import USUAL_IMPACT, USUAL_URGENCY
from bihuan.flow.triage.suggesting import guess_category, guess_level
from bihuan.front.ops.demo.writing.known import Known
from bihuan.ground.catalogue.models import Category
from bihuan.tickets.models import Ticket


@dataclass(frozen=True)
class Judged:
    category: Category | None
    impact: int
    urgency: int
    words: list[str]
    is_sure: bool


def judge(ticket: Ticket, known: Known) -> Judged:
    guess = guess_category(ticket.title, ticket.description, known.keywords)
    impact, of_impact = guess_level(ticket.title, ticket.description, known.hints[Says.IMPACT], USUAL_IMPACT)
    urgency, of_urgency = guess_level(
        ticket.title, ticket.description, known.hints[Says.URGENCY], USUAL_URGENCY
    )
    return Judged(
        category=known.categories[guess.category] if guess else None,
        impact=impact,
        urgency=urgency,
        words=[*(guess.words if guess else ()), *of_impact, *of_urgency],
        is_sure=bool(guess and guess.is_sure),
    )
