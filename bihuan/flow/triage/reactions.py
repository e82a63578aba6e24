"""What triage does when a ticket is filed, and when a person says better what it is."""

from __future__ import annotations

from bihuan.flow.triage import matrix
from bihuan.flow.triage.advising import advise
from bihuan.flow.triage.matrix import impact_of
from bihuan.flow.triage.models import MatrixCell, Says, Suggestion, hint_words, open_keywords, taught
from bihuan.flow.triage.suggesting import guess_level
from bihuan.ground.catalogue.models import Category, categories_by_code
from bihuan.ground.channels.models import ChannelKind
from bihuan.kit.sql import tray
from bihuan.tickets.events import Classified, Filed, ReportedAgain
from bihuan.tickets.models import Ticket, TicketEvent

USUAL_URGENCY, USUAL_IMPACT = 2, 3
GROWN = "duplicates"  # the door by which a priority comes that grew with those who report the same


def classify(event: TicketEvent, said: Filed) -> None:
    """Classify by what the person or the agent chose; where nothing was chosen, by the words."""
    ticket = event.ticket
    advice = advise(ticket.title, ticket.description, open_keywords(), taught())
    impact, urgency, hints = _levels(ticket)
    known = categories_by_code()
    suggestion = tray.write(
        Suggestion(
            ticket=ticket,
            category=known[advice.category] if advice else None,
            impact=impact,
            urgency=urgency,
            words=[*(advice.words if advice else ()), *hints],
            others=list(advice.others) if advice else [],
            right=advice.right if advice else 0,
            alike=advice.of if advice else 0,
            is_sure=bool(advice and advice.is_sure),
        )
    )
    chosen = ticket.category
    if said.channel == ChannelKind.MONITORING:  # whose source says how much it matters
        impact, urgency = ticket.impact, ticket.urgency
    impact = min(impact, ticket.impact)
    urgency = urgency if ticket.urgency == USUAL_URGENCY else ticket.urgency
    ticket.classify(
        category=chosen or suggestion.category or known[Category.UNSORTED],
        impact=impact,
        urgency=urgency,
        priority=MatrixCell.priority_of(impact, urgency),
        stamp=event.stamp.by_the_house("triage"),
        words=[] if chosen else suggestion.words,
    )


def settle_suggestion(event: TicketEvent, said: Classified) -> None:
    """When a person classifies, the suggestion has stood or fallen."""
    if event.by_id is None:
        return
    suggestion = Suggestion.objects.filter(ticket=event.ticket_id).select_related("category").first()
    if suggestion and suggestion.category:
        suggestion.settle(stood=suggestion.category.code == said.category, stamp=event.stamp)


def grow_impact(event: TicketEvent, said: ReportedAgain) -> None:
    """Take a fault that more people report for one that hits more of them, and prioritise it anew (TRI-06)."""
    ticket = event.ticket
    impact = impact_of(said.reporters)
    if impact >= ticket.impact or ticket.category is None:
        return
    ticket.classify(
        category=ticket.category,
        impact=impact,
        urgency=ticket.urgency,
        priority=min(ticket.priority or matrix.LOWEST, MatrixCell.priority_of(impact, ticket.urgency)),
        stamp=event.stamp.by_the_house(GROWN),
    )


def _levels(ticket: Ticket) -> tuple[int, int, list[str]]:
    """Return impact and urgency by the words, and the words."""
    hints = hint_words()
    impact, of_impact = guess_level(ticket.title, ticket.description, hints[Says.IMPACT], USUAL_IMPACT)
    urgency, of_urgency = guess_level(ticket.title, ticket.description, hints[Says.URGENCY], USUAL_URGENCY)
    return impact, urgency, [*of_impact, *of_urgency]
