"""What triage does when a ticket is filed, and when a person says better what it is."""

from __future__ import annotations

from bihuan.flow.triage import matrix
from bihuan.flow.triage.advising import advise
from bihuan.flow.triage.judging import judge
from bihuan.flow.triage.levels import USUAL_IMPACT, USUAL_URGENCY, LevelAdvice, advise_level
from bihuan.flow.triage.matrix import impact_of
from bihuan.flow.triage.models import Says, Suggestion, hint_words, open_keywords, reporter_thresholds, taught
from bihuan.ground.catalogue.models import Category, categories_by_code
from bihuan.ground.channels.models import ChannelKind
from bihuan.kit.sql import tray
from bihuan.tickets.events import Classified, Filed, ReportedAgain
from bihuan.tickets.models import Ticket, TicketEvent

GROWN = "duplicates"  # the door by which a priority comes that grew with those who report the same


def classify(event: TicketEvent, said: Filed) -> None:
    """Classify by what the person or the agent chose; where nothing was chosen, by the words."""
    ticket = event.ticket
    advice = advise(ticket.title, ticket.description, open_keywords(), taught())
    impact, urgency = _levels(ticket)
    known = categories_by_code()
    suggestion = tray.write(
        Suggestion(
            ticket=ticket,
            category=known[advice.category] if advice else None,
            impact=impact.level,
            impact_words=list(impact.words),
            impact_right=impact.right,
            impact_alike=impact.of,
            urgency=urgency.level,
            urgency_words=list(urgency.words),
            urgency_right=urgency.right,
            urgency_alike=urgency.of,
            words=list(advice.words) if advice else [],
            others=list(advice.others) if advice else [],
            right=advice.right if advice else 0,
            alike=advice.of if advice else 0,
            is_sure=bool(advice and advice.is_sure),
        )
    )
    chosen = ticket.category
    category = chosen or suggestion.category or known[Category.UNSORTED]
    if said.channel == ChannelKind.MONITORING:  # whose source says how much it matters
        hits, hurts = ticket.impact, ticket.urgency
    else:
        hits = min(impact.level, ticket.impact)
        hurts = urgency.level if ticket.urgency == USUAL_URGENCY else ticket.urgency
    judged = judge(ticket, category=category, impact=hits, urgency=hurts)
    ticket.classify(
        category=category,
        impact=hits,
        urgency=hurts,
        priority=judged.priority,
        stamp=event.stamp.by_the_house("triage"),
        words=[] if chosen else suggestion.all_words,
        raised=judged.raised,
    )


def settle_suggestion(event: TicketEvent, said: Classified) -> None:
    """When a person classifies, the suggestion has stood or fallen, each part of it."""
    if event.by_id is None:
        return
    suggestion = Suggestion.objects.filter(ticket=event.ticket_id).select_related("category").first()
    if suggestion:
        suggestion.settle(category=said.category, impact=said.impact, urgency=said.urgency, stamp=event.stamp)


def grow_impact(event: TicketEvent, said: ReportedAgain) -> None:
    """Take a fault that more people report for one that hits more of them, and prioritise it anew (TRI-06).

    Where somebody has set another priority than matrix and rules gave, the rules have no say any more.
    """
    ticket, impact = event.ticket, impact_of(said.reporters, reporter_thresholds())
    if impact >= ticket.impact or ticket.category is None:
        return
    category, urgency = ticket.category, ticket.urgency
    before = judge(ticket, category=category, impact=ticket.impact, urgency=urgency)
    judged = judge(ticket, category=category, impact=impact, urgency=urgency)
    stands_as_judged = ticket.priority == before.priority
    priority = judged.priority if stands_as_judged else judged.by_matrix
    ticket.classify(
        category=category,
        impact=impact,
        urgency=urgency,
        priority=min(ticket.priority or matrix.LOWEST, priority),
        stamp=event.stamp.by_the_house(GROWN),
        raised=judged.raised if stands_as_judged else {},
    )


def _levels(ticket: Ticket) -> tuple[LevelAdvice, LevelAdvice]:
    """Return impact and urgency by the words and by earlier tickets."""
    hints, lesson = hint_words(), taught()
    title, text = ticket.title, ticket.description
    return (
        advise_level(title, text, hints[Says.IMPACT], USUAL_IMPACT, lesson.impact),
        advise_level(title, text, hints[Says.URGENCY], USUAL_URGENCY, lesson.urgency),
    )
