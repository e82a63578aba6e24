"""What the desk learns from its own tickets: once a night, from those whose classification a person set or let stand (TRI-02)."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from bihuan.flow.triage.learning import READ_CHARACTERS, Example
from bihuan.flow.triage.models import Learnt, hint_words, open_keywords
from bihuan.flow.triage.school import teach_apart
from bihuan.ground.catalogue.models import Category
from bihuan.tickets.events import Classified
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Ticket, TicketEvent

logger = logging.getLogger(__name__)
MOST_TICKETS = 6_000  # the newest: what people ask for changes
LET_STAND = (State.RESOLVED, State.CONFIRMED, State.CLOSED)


def learn_from_history(now: datetime) -> None:
    """Learn anew; what was learnt before is forgotten, even where nothing can be learnt any more."""
    examples = earlier_tickets()
    taught = teach_apart(examples, open_keywords(), hint_words())
    with transaction.atomic():
        Learnt.objects.all().delete()
        Learnt.objects.create(at=now, tickets=len(examples), taught=taught.as_json())
    logger.info("learnt tickets=%d categories=%d", len(examples), len(taught.lesson.categories))


def earlier_tickets() -> list[Example]:
    """Return the newest tickets that a person judged, oldest first; those of retired categories teach nothing."""
    by_hand = TicketEvent.objects.filter(ticket=OuterRef("pk"), kind=Classified.kind, by__isnull=False)
    judged = Q(state__in=LET_STAND) | Q(suggestion__stood=True) | Exists(by_hand)
    rows = (
        Ticket.objects.filter(judged, category__is_active=True, category__team__isnull=False)
        .exclude(category__code=Category.UNSORTED)
        .order_by("-pk")
        .values_list("title", "description", "category__code", "impact", "urgency")[:MOST_TICKETS]
    )
    return [
        Example(title, text[:READ_CHARACTERS], category, impact, urgency)
        for title, text, category, impact, urgency in reversed(rows)
    ]
