"""How good the suggestions are (TRI-02): of category, impact and urgency apart, which stood and which a person put right."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bihuan.flow.triage.models import Suggestion
from bihuan.steering.insights.figures import Figure, Period, Tickets

STOOD_FROM, PUT_RIGHT_AT_MOST = 0.80, 0.20
STOOD = _("Of the suggestions that a person judged: as suggested.")
PUT_RIGHT = _("Of all suggestions made, judged or not: a person said otherwise.")


def _made(suggested: Q) -> Callable[[Tickets, Period], Tickets]:
    """Keep the tickets filed for which something was suggested."""

    def keep(tickets: Tickets, period: Period) -> Tickets:
        filed = tickets.filter(filed_at__gte=period.start, filed_at__lt=period.end)
        return filed.filter(Exists(Suggestion.objects.filter(suggested, ticket=OuterRef("pk"))))

    return keep


def _are(judged: Q) -> Callable[[Tickets], Tickets]:
    def keep(tickets: Tickets) -> Tickets:
        return tickets.filter(Exists(Suggestion.objects.filter(judged, ticket=OuterRef("pk"))))

    return keep


OF_CATEGORY = Q(category__isnull=False)
OF_IMPACT = ~Q(impact_words=[]) | Q(impact_alike__gt=0)
OF_URGENCY = ~Q(urgency_words=[]) | Q(urgency_alike__gt=0)

SUGGESTIONS: tuple[Figure, ...] = (
    Figure(
        "suggestion_stood",
        _("Suggested categories that stood"),
        STOOD,
        STOOD_FROM,
        "filed_at",
        _made(Q(stood__isnull=False)),
        _are(Q(stood=True)),
    ),
    Figure(
        "impact_stood",
        _("Suggested impacts that stood"),
        STOOD,
        STOOD_FROM,
        "filed_at",
        _made(Q(impact_stood__isnull=False)),
        _are(Q(impact_stood=True)),
    ),
    Figure(
        "urgency_stood",
        _("Suggested urgencies that stood"),
        STOOD,
        STOOD_FROM,
        "filed_at",
        _made(Q(urgency_stood__isnull=False)),
        _are(Q(urgency_stood=True)),
    ),
    Figure(
        "category_put_right",
        _("Suggested categories put right"),
        PUT_RIGHT,
        PUT_RIGHT_AT_MOST,
        "filed_at",
        _made(OF_CATEGORY),
        _are(Q(stood=False)),
        is_better_low=True,
    ),
    Figure(
        "impact_put_right",
        _("Suggested impacts put right"),
        PUT_RIGHT,
        PUT_RIGHT_AT_MOST,
        "filed_at",
        _made(OF_IMPACT),
        _are(Q(impact_stood=False)),
        is_better_low=True,
    ),
    Figure(
        "urgency_put_right",
        _("Suggested urgencies put right"),
        PUT_RIGHT,
        PUT_RIGHT_AT_MOST,
        "filed_at",
        _made(OF_URGENCY),
        _are(Q(urgency_stood=False)),
        is_better_low=True,
    ),
)
