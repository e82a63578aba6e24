"""The piles of mail that somebody or something has to deal with; each is counted by an index, up to a bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from bihuan.ground.channels.models import InboundMessage, InboundState, OutboundMessage, OutboundState
from bihuan.ground.people.models import Person
from bihuan.kit.sql.counting import CappedCount

MOST_COUNTED = 10_000


def boxes() -> dict[str, QuerySet[Any]]:
    return {
        "waiting_in": InboundMessage.objects.waiting(),
        "quarantined": InboundMessage.objects.filter(state=InboundState.QUARANTINED),
        "waiting_out": OutboundMessage.objects.waiting(),
        "kept": OutboundMessage.objects.filter(state=OutboundState.KEPT),
        "failed_out": OutboundMessage.objects.filter(state=OutboundState.FAILED),
    }


def counts_for(person: Person) -> dict[str, int]:
    """Return how much is in each box, up to 1,000: one query."""
    counted = {name: CappedCount(messages) for name, messages in boxes().items()}
    told: dict[str, int] = Person.objects.filter(pk=person.pk).annotate(**counted).values(*counted).get()
    return told


def counts() -> Mapping[str, float]:
    return {name: messages.order_by()[:MOST_COUNTED].count() for name, messages in boxes().items()}
