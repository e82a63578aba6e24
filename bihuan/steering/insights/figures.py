"""The desk's figures (IMP-01): what each one counts, against which target, and the tickets behind it.

A figure that can be opened is a share: of all the tickets that it looks at, those that are as they should be. The
list behind a number is the very query that was counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Escalation, Refusal, RefusalReason, Resolution, Ticket

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Tickets = QuerySet[Ticket]
NOT_OURS = (RefusalReason.OUT_OF_SCOPE, RefusalReason.SELF_HELP)
GOOD_FROM = 4  # of 5 stars: satisfied


@dataclass(frozen=True)
class Period:
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Figure:
    """A share of tickets. `looked_at` and `good` narrow what the reader may see to the tickets counted; `moment` is the
    time by which a ticket belongs to a day of the period.
    """

    key: str
    name: _StrPromise
    about: _StrPromise
    target: float | None
    moment: str
    looked_at: Callable[[Tickets, Period], Tickets]
    good: Callable[[Tickets], Tickets]
    is_better_low: bool = False


@dataclass(frozen=True)
class Measured:
    figure: Figure
    good: int
    of: int

    @property
    def share(self) -> float | None:
        """Return good ÷ all, 0 to 1; None where nothing was there to look at."""
        return self.good / self.of if self.of else None

    @property
    def is_on_target(self) -> bool | None:
        if self.share is None or self.figure.target is None:
            return None
        return (
            self.share <= self.figure.target
            if self.figure.is_better_low
            else self.share >= self.figure.target
        )


def measure(figure: Figure, tickets: Tickets, period: Period) -> Measured:
    looked_at = figure.looked_at(tickets, period).order_by()
    return Measured(figure, good=figure.good(looked_at).count(), of=looked_at.count())


def behind(figure: Figure, tickets: Tickets, period: Period, part: str) -> Tickets:
    """Return the tickets behind a figure: `good`, `rest` (those that are not), or all that it looks at."""
    looked_at = figure.looked_at(tickets, period)
    if part == "good":
        return figure.good(looked_at)
    if part == "rest":
        return looked_at.exclude(pk__in=figure.good(looked_at).values("pk"))
    return looked_at


def _filed(tickets: Tickets, period: Period) -> Tickets:
    return tickets.filter(filed_at__gte=period.start, filed_at__lt=period.end)


def _resolved(tickets: Tickets, period: Period) -> Tickets:
    return tickets.filter(resolved_at__gte=period.start, resolved_at__lt=period.end)


def _rated(tickets: Tickets, period: Period) -> Tickets:
    return tickets.filter(survey__answered_at__gte=period.start, survey__answered_at__lt=period.end)


def _contact_settled(tickets: Tickets, period: Period) -> Tickets:
    """Keep the tickets on which somebody was in contact: one withdrawn before that shows nothing."""
    settled = Clock.objects.settled().of_promise(Promise.FIRST_CONTACT).filter(ticket=OuterRef("pk"))
    was_in_contact = Q(first_contact_at__isnull=False) | Exists(
        Resolution.objects.filter(ticket=OuterRef("pk"))
    )
    return _filed(tickets, period).filter(was_in_contact, Exists(settled))


def _updates_owed(tickets: Tickets, period: Period) -> Tickets:
    ended = Clock.objects.settled().of_promise(Promise.UPDATE).filter(ticket=OuterRef("pk"))
    return _filed(tickets, period).filter(Exists(ended))


def _promise_met(promise: Promise) -> Callable[[Tickets], Tickets]:
    """Keep the tickets on which a promise was kept, in each of its runs."""

    def keep(tickets: Tickets) -> Tickets:
        runs = Clock.objects.settled().of_promise(promise).filter(ticket=OuterRef("pk"))
        late = runs.filter(settled_at__gt=F("due_at"))
        return tickets.filter(Exists(runs)).exclude(Exists(late))

    return keep


def _update_missed(tickets: Tickets) -> Tickets:
    """Keep the tickets on which the person had to wait too long for a word, however often."""
    runs = Clock.objects.settled().of_promise(Promise.UPDATE).filter(ticket=OuterRef("pk"))
    return tickets.filter(Exists(runs.filter(settled_at__gt=F("due_at"))))


def _by_first_line(tickets: Tickets) -> Tickets:
    return tickets.exclude(Exists(Escalation.objects.filter(ticket=OuterRef("pk"), sent_back_at=None)))


def _reopened(tickets: Tickets) -> Tickets:
    return tickets.filter(Exists(Resolution.objects.filter(ticket=OuterRef("pk"), refuted_at__isnull=False)))


def _satisfied(tickets: Tickets) -> Tickets:
    return tickets.filter(Exists(Survey.objects.filter(ticket=OuterRef("pk"), overall__gte=GOOD_FROM)))


def _turned_away(tickets: Tickets) -> Tickets:
    """Keep those turned away that were not for the desk at all: a known outage was."""
    return tickets.filter(state=State.TURNED_AWAY).filter(
        Exists(Refusal.objects.filter(ticket=OuterRef("pk"), reason__in=NOT_OURS))
    )


FIGURES: tuple[Figure, ...] = (
    Figure(
        "first_contact_met",
        _("First contact in time"),
        _("Of the tickets filed: answered by the desk within what their channel promised."),
        0.95,
        "filed_at",
        _contact_settled,
        _promise_met(Promise.FIRST_CONTACT),
    ),
    Figure(
        "resolution_met",
        _("Solved in time"),
        _("Of the tickets solved: within the time of their priority, holds not counted."),
        0.90,
        "resolved_at",
        _resolved,
        _promise_met(Promise.RESOLUTION),
    ),
    Figure(
        "first_line",
        _("Solved by the first line"),
        _("Of the tickets solved: without an escalation."),
        0.80,
        "resolved_at",
        _resolved,
        _by_first_line,
    ),
    Figure(
        "reopened",
        _("Reopened"),
        _("Of the tickets solved: those whose person had said before that they were not."),
        0.05,
        "resolved_at",
        _resolved,
        _reopened,
        is_better_low=True,
    ),
    Figure(
        "satisfied",
        _("Satisfied"),
        _("Of the surveys answered: four or five stars."),
        0.90,
        "survey__answered_at",
        _rated,
        _satisfied,
    ),
    Figure(
        "update_missed",
        _("Waited too long for a word"),
        _("Of the tickets filed that owed their person updates: at least one came too late."),
        0.05,
        "filed_at",
        _updates_owed,
        _update_missed,
        is_better_low=True,
    ),
    Figure(
        "turned_away",
        _("Turned away"),
        _("Of the tickets filed: out of scope or self-help, politely and with a hint."),
        None,
        "filed_at",
        _filed,
        _turned_away,
    ),
)
