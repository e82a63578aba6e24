"""What the words of a ticket say, as `flow.triage.reactions` reads them."""

from __future__ import annotations

from bihuan.flow.triage.advising import Taught, advise
from bihuan.flow.triage.levels import USUAL_IMPACT, USUAL_URGENCY, advise_level
from bihuan.flow.triage.models import Says, Suggestion
from bihuan.front.ops.demo.writing.known import Known
from bihuan.tickets.models import Ticket

NOTHING_TAUGHT = Taught()  # a company that begins has no earlier tickets


def suggestion_for(ticket: Ticket, known: Known) -> Suggestion:
    title, text = ticket.title, ticket.description
    advice = advise(title, text, known.keywords, NOTHING_TAUGHT)
    impact = advise_level(title, text, known.hints[Says.IMPACT], USUAL_IMPACT, NOTHING_TAUGHT.impact)
    urgency = advise_level(title, text, known.hints[Says.URGENCY], USUAL_URGENCY, NOTHING_TAUGHT.urgency)
    return Suggestion(
        ticket=ticket,
        category=known.categories[advice.category] if advice else None,
        impact=impact.level,
        impact_words=list(impact.words),
        urgency=urgency.level,
        urgency_words=list(urgency.words),
        words=list(advice.words) if advice else [],
        others=list(advice.others) if advice else [],
        is_sure=bool(advice and advice.is_sure),
    )
