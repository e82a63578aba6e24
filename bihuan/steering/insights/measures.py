"""Measures that are no shares: times, counts, marks; and how they went day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import TruncDate

from bihuan.kit.sql.percentiles import Percentile
from bihuan.practices.surveys.models import Survey
from bihuan.steering.insights.figures import Figure, Measured, Period
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Refusal, Ticket

Tickets = QuerySet[Ticket]


@dataclass(frozen=True)
class Daily:
    """A figure day by day; a day on which there was nothing to look at is in neither."""

    figure: Figure
    good: Mapping[date, int]
    of: Mapping[date, int]

    @property
    def whole(self) -> Measured:
        return Measured(self.figure, good=sum(self.good.values()), of=sum(self.of.values()))


@dataclass(frozen=True)
class Times:
    """How long something took, from filing on, by the clock on the wall: the middle one, and nine of ten."""

    median: timedelta | None
    p90: timedelta | None


@dataclass(frozen=True)
class Marks:
    """The mean of the stars given, and of how many surveys sent."""

    mean: float | None
    answered: int
    sent: int


def measure_daily(figures: Iterable[Figure], tickets: Tickets, period: Period) -> list[Daily]:
    """Measure figures day by day. Those that look at the same tickets have these counted once."""
    seen: dict[Callable[[Tickets, Period], Tickets], dict[date, int]] = {}
    measured = []
    for figure in figures:
        looked_at = figure.looked_at(tickets, period)
        if figure.looked_at not in seen:
            seen[figure.looked_at] = _daily(looked_at, figure.moment)
        good = _daily(figure.good(looked_at), figure.moment)
        measured.append(Daily(figure, good=good, of=seen[figure.looked_at]))
    return measured


def first_contact_times(tickets: Tickets, period: Period) -> Times:
    contacted = tickets.filter(
        filed_at__gte=period.start, filed_at__lt=period.end, first_contact_at__isnull=False
    )
    return _times(contacted, "first_contact_at")


def resolution_times(tickets: Tickets, period: Period) -> Times:
    return _times(tickets.filter(resolved_at__gte=period.start, resolved_at__lt=period.end), "resolved_at")


def marks(tickets: Tickets, period: Period) -> Marks:
    sent = Survey.objects.filter(ticket__in=tickets, sent_at__gte=period.start, sent_at__lt=period.end)
    answered = Survey.objects.filter(
        ticket__in=tickets, answered_at__gte=period.start, answered_at__lt=period.end
    )
    found = answered.aggregate(mean=Avg("overall"), n=Count("pk"))
    return Marks(found["mean"], found["n"], sent.count())


def day_by_day(tickets: Tickets, period: Period, moment: str) -> dict[date, int]:
    """Return how many tickets had their `moment` (filed_at, resolved_at) on each day of the period that had any."""
    within = tickets.filter(**{f"{moment}__gte": period.start, f"{moment}__lt": period.end})
    return _daily(within, moment)


def by_category(tickets: Tickets, period: Period, most: int = 10) -> list[tuple[int, int]]:
    """Return category and count of the tickets filed, most first."""
    filed = tickets.filter(filed_at__gte=period.start, filed_at__lt=period.end, category__isnull=False)
    counted = filed.order_by().values("category").annotate(n=Count("pk")).order_by("-n", "category")
    return list(counted.values_list("category", "n")[:most])


def by_channel(tickets: Tickets, period: Period) -> list[tuple[str, int]]:
    """Return channel and count of the tickets filed, most first."""
    filed = tickets.filter(filed_at__gte=period.start, filed_at__lt=period.end)
    counted = filed.order_by().values("channel").annotate(n=Count("pk")).order_by("-n", "channel")
    return list(counted.values_list("channel", "n"))


def refused(tickets: Tickets, period: Period) -> dict[str, int]:
    """Return reason → how many of the tickets filed were turned away for it and stayed so."""
    filed = tickets.filter(filed_at__gte=period.start, filed_at__lt=period.end, state=State.TURNED_AWAY)
    why = Refusal.objects.filter(ticket=OuterRef("pk")).order_by("-pk").values("reason")[:1]
    counted = filed.order_by().annotate(why=Subquery(why)).values("why").annotate(n=Count("pk"))
    return {reason: n for reason, n in counted.values_list("why", "n") if reason}


def _daily(tickets: Tickets, moment: str) -> dict[date, int]:
    """Count tickets by the day, in the desk's time zone, of their `moment`."""
    days = tickets.order_by().annotate(on=TruncDate(moment)).values("on").annotate(n=Count("pk"))
    return dict(days.values_list("on", "n"))


def _times(tickets: Tickets, until: str) -> Times:
    took = ExpressionWrapper(F(until) - F("filed_at"), output_field=DurationField())
    found = tickets.order_by().aggregate(median=Percentile(took, 0.5), p90=Percentile(took, 0.9))
    return Times(found["median"], found["p90"])
