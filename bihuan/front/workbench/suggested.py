"""What was suggested for a ticket, in words, and whether one click can still say that it is right (TRI-02)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from bihuan.flow.triage.models import Suggestion
from bihuan.front.workbench.words import IMPACTS, URGENCIES
from bihuan.ground.catalogue.models import Category
from bihuan.tickets.models import Ticket


class SuggestedLevel(NamedTuple):
    """An impact or urgency that was suggested: by which words, and of how many tickets like it how many were so."""

    what: str
    said: str
    words: Sequence[str]
    right: int
    alike: int


def levels_of(suggestion: Suggestion | None) -> list[SuggestedLevel]:
    """Return the levels that anything spoke for."""
    found = []
    if suggestion and suggestion.has_impact:
        said, words = str(IMPACTS[suggestion.impact]), suggestion.impact_words
        found.append(
            SuggestedLevel(_("Impact"), said, words, suggestion.impact_right, suggestion.impact_alike)
        )
    if suggestion and suggestion.has_urgency:
        said, words = str(URGENCIES[suggestion.urgency]), suggestion.urgency_words
        found.append(
            SuggestedLevel(_("Urgency"), said, words, suggestion.urgency_right, suggestion.urgency_alike)
        )
    return found


def may_agree(suggestion: Suggestion | None, ticket: Ticket) -> bool:
    """Tell whether nobody has judged the suggestion yet, and the ticket is something that one can agree to."""
    if suggestion is None or suggestion.settled_at or ticket.category is None:
        return False
    is_anything = suggestion.category or suggestion.has_impact or suggestion.has_urgency
    return bool(is_anything) and ticket.category.code != Category.UNSORTED


def was_put_right(suggestion: Suggestion | None) -> bool:
    """Tell whether a person said otherwise about any of the three."""
    if suggestion is None:
        return False
    return False in (suggestion.stood, suggestion.impact_stood, suggestion.urgency_stood)
