"""What triage does when a ticket is filed, and when a person says better what it is."""

from __future__ import annotations

from bihuan.flow.triage.models import MatrixCell, Says, Suggestion, hint_words
from bihuan.flow.triage.suggesting import Guess, guess_category, guess_level
from bihuan.ground.catalogue.models import Category, categories_by_code
from bihuan.kit.sql import tray
from bihuan.tickets.events import Classified, Filed
from bihuan.tickets.models import Ticket, TicketEvent

USUAL_URGENCY, USUAL_IMPACT = 2, 3


def classify(event: TicketEvent, said: Filed) -> None:
    """Classify by what the person or the agent chose; where nothing was chosen, by the words."""
    ticket = event.ticket
    guess = _guess(ticket)
    impact, urgency, hints = _levels(ticket)
    known = categories_by_code()
    suggestion = tray.write(
        Suggestion(
            ticket=ticket,
            category=known[guess.category] if guess else None,
            impact=impact,
            urgency=urgency,
            words=[*(guess.words if guess else ()), *hints],
            is_sure=bool(guess and guess.is_sure),
        )
    )
    chosen = ticket.category
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


def _guess(ticket: Ticket) -> Guess | None:
    leaves = {
        one.code: one.keywords for one in categories_by_code().values() if one.is_active and one.team_id
    }
    return guess_category(ticket.title, ticket.description, leaves)


def _levels(ticket: Ticket) -> tuple[int, int, list[str]]:
    """Return impact and urgency by the words, and the words."""
    hints = hint_words()
    impact, of_impact = guess_level(ticket.title, ticket.description, hints[Says.IMPACT], USUAL_IMPACT)
    urgency, of_urgency = guess_level(ticket.title, ticket.description, hints[Says.URGENCY], USUAL_URGENCY)
    return impact, urgency, [*of_impact, *of_urgency]
