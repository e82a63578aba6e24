"""Numbers that are no shares, and the tickets behind each: the list is the very query that was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.steering.insights.figures import Period, Tickets
from bihuan.tickets.lifecycle import OPEN, State
from bihuan.tickets.models import Refusal


@dataclass(frozen=True)
class Counted:
    """`moment` is the time by which a ticket belongs to the period, and by which its list is ordered."""

    key: str
    name: Promise
    moment: str

    def tickets(self, tickets: Tickets, period: Period) -> Tickets:
        return tickets.filter(**{f"{self.moment}__gte": period.start, f"{self.moment}__lt": period.end})


@dataclass(frozen=True)
class Contacted(Counted):
    """The tickets filed on which somebody has been in contact: those that the times to it are about."""

    def tickets(self, tickets: Tickets, period: Period) -> Tickets:
        return super().tickets(tickets, period).filter(first_contact_at__isnull=False)


@dataclass(frozen=True)
class Refused(Counted):
    """The tickets filed that were last turned away for a reason, which is the key, and stayed so."""

    def tickets(self, tickets: Tickets, period: Period) -> Tickets:
        why = Refusal.objects.filter(ticket=OuterRef("pk")).order_by("-pk").values("reason")[:1]
        found = super().tickets(tickets, period).filter(state=State.TURNED_AWAY)
        return found.annotate(why=Subquery(why)).filter(why=self.key)


REFUSED = (
    Refused("out_of_scope", pgettext_lazy("figure", "Turned away: out of scope"), "filed_at"),
    Refused("self_help", pgettext_lazy("figure", "Turned away: self-help"), "filed_at"),
    Refused("outage_known", pgettext_lazy("figure", "Turned away: known outage"), "filed_at"),
)
COUNTED = {
    counted.key: counted
    for counted in (
        Counted("filed", pgettext_lazy("amount", "Filed"), "filed_at"),
        Counted("solved", _("Solved"), "resolved_at"),
        Contacted("contacted", _("Answered"), "filed_at"),
        Counted("asked", _("Surveys sent"), "survey__sent_at"),
        Counted("rated", _("Surveys answered"), "survey__answered_at"),
        *REFUSED,
    )
}


@dataclass(frozen=True)
class Age:
    """How long an open ticket has been there: from `least` on, and less than `below`."""

    key: str
    name: Promise
    least: timedelta
    below: timedelta | None
    tone: str = "accent"

    def holds(self, now: datetime) -> Q:
        older = Q(filed_at__lte=now - self.least)
        return older if self.below is None else older & Q(filed_at__gt=now - self.below)


AGES = (
    Age("day", _("Less than a day"), -timedelta(days=1), timedelta(days=1)),
    Age("days", _("1 to 3 days"), timedelta(days=1), timedelta(days=3)),
    Age("week", _("3 to 7 days"), timedelta(days=3), timedelta(days=7)),
    Age("month", _("7 to 30 days"), timedelta(days=7), timedelta(days=30), "warn"),
    Age("older", _("More than 30 days"), timedelta(days=30), None, "bad"),
)
AGE_BY_KEY = {age.key: age for age in AGES}


def open_by_age(tickets: Tickets, now: datetime) -> dict[str, int]:
    """Count what is open now by its age: one query over the open tickets alone."""
    counts = {age.key: Count("pk", filter=age.holds(now)) for age in AGES}
    return backlog(tickets).order_by().aggregate(**counts)


def backlog(tickets: Tickets) -> Tickets:
    return tickets.filter(state__in=OPEN)
