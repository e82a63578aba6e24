"""What the words of a ticket say, as `flow.triage.reactions` reads them."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.flow.triage.advising import Taught, advise
from bihuan.flow.triage.models import Says
from bihuan.flow.triage.reactions import USUAL_IMPACT, USUAL_URGENCY
from bihuan.flow.triage.suggesting import guess_level
from bihuan.front.ops.demo.writing.known import Known
from bihuan.ground.catalogue.models import Category
from bihuan.tickets.models import Ticket

NOTHING_TAUGHT = Taught()  # a company that begins has no earlier tickets


@dataclass(frozen=True)
class Judged:
    category: Category | None
    impact: int
    urgency: int
    words: list[str]
    others: list[str]
    is_sure: bool


def judge(ticket: Ticket, known: Known) -> Judged:
    advice = advise(ticket.title, ticket.description, known.keywords, NOTHING_TAUGHT)
    impact, of_impact = guess_level(ticket.title, ticket.description, known.hints[Says.IMPACT], USUAL_IMPACT)
    urgency, of_urgency = guess_level(
        ticket.title, ticket.description, known.hints[Says.URGENCY], USUAL_URGENCY
    )
    return Judged(
        category=known.categories[advice.category] if advice else None,
        impact=impact,
        urgency=urgency,
        words=[*(advice.words if advice else ()), *of_impact, *of_urgency],
        others=list(advice.others) if advice else [],
        is_sure=bool(advice and advice.is_sure),
    )
