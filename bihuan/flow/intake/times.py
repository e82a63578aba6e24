"""The times of a ticket, kept apart (REC-06): those that it carries, and those that how it came and was solved tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Min, OuterRef, QuerySet, Subquery

from bihuan.flow.intake.models import Outcome, Reception
from bihuan.tickets.models import Resolution, Ticket


class Times(NamedTuple):
    """When each thing was so for the first time or, after a reopening, anew; None where it was not yet.

    `submitted` is when the person turned to the desk: the phone rang, the mail arrived, the form was sent. `received`
    is when the desk had it: the call was answered, the mail read, the form taken.
    """

    happened: datetime | None
    submitted: datetime
    received: datetime
    first_contact: datetime | None
    accepted: datetime | None
    worked_around: datetime | None
    resolved: datetime | None
    confirmed: datetime | None
    closed: datetime | None


def with_times(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Have the tickets bring along, in the same query, what `times_of` needs."""
    taken = Reception.objects.filter(ticket=OuterRef("pk"), outcome=Outcome.FILED)
    around = Resolution.objects.filter(ticket=OuterRef("pk"), is_workaround=True).order_by().values("ticket")
    return tickets.annotate(
        rang_at=F("call__rang_at"),
        picked_up_at=F("call__answered_at"),
        taken_at=Subquery(taken.values("at")[:1]),
        worked_around_at=Subquery(around.annotate(first=Min("at")).values("first")),
    )


def times_of(ticket: Ticket) -> Times:
    """Return the times of a ticket that was read `with_times`."""
    read: Any = ticket
    submitted = read.rang_at or ticket.filed_at
    return Times(
        happened=ticket.happened_at,
        submitted=submitted,
        received=read.picked_up_at or read.taken_at or ticket.filed_at,
        first_contact=ticket.first_contact_at,
        accepted=ticket.accepted_at,
        worked_around=read.worked_around_at,
        resolved=ticket.resolved_at,
        confirmed=ticket.confirmed_at,
        closed=ticket.closed_at,
    )
