"""What another matrix would have made of last month's tickets, and of what was promised on them. Changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import policy_book
from bihuan.flow.sla.replay import Outcome, replay
from bihuan.flow.triage.models import RuleBook, priority_rules, scheme_in_force
from bihuan.flow.triage.raising import Matter, apply
from bihuan.flow.triage.schemes import Scheme
from bihuan.tickets.models import Ticket
from bihuan.tickets.models.ticket import UNCLASSIFIED

A_MONTH = timedelta(days=30)
Case = tuple[int, int, int, int | None, bool, int | None]  # what `COLUMNS` hold
COLUMNS = ("priority", "impact", "urgency", "category", "person__is_vip", "person__department")


@dataclass(frozen=True)
class Tried:
    """How many tickets there were, how many would have had which other priority, and the promises before and after."""

    tickets: int
    moved: Mapping[tuple[int, int], int]  # from rank, to rank → tickets
    promises: Mapping[Promise, Outcome]

    @property
    def changed(self) -> int:
        return sum(self.moved.values())


@dataclass(frozen=True)
class Trial:
    """A draft of a scheme beside the scheme and the rules in force.

    A priority that matrix and rules do not account for was set by a person, or under others: it stays what it was.
    """

    draft: Scheme
    now: Scheme
    book: RuleBook

    def priority(self, case: Case) -> int:
        """Return the rank that a ticket would have had."""
        rank, impact, urgency, category, is_vip, department = case
        matter = self.book.matter(is_vip=is_vip, department=department, category=category)
        if rank == UNCLASSIFIED or self._given(self.now, matter, impact, urgency) != rank:
            return rank
        return self._given(self.draft, matter, impact, urgency)

    def priority_of(self, ticket: Ticket) -> int:
        person = ticket.person
        told = ticket.priority, ticket.impact, ticket.urgency, ticket.category_id
        return self.priority((*told, person.is_vip, person.department_id))

    def _given(self, scheme: Scheme, matter: Matter, impact: int, urgency: int) -> int:
        return apply(self.book.rules, matter, impact, urgency, scheme).priority


def try_out(draft: Scheme, now: datetime) -> Tried:
    """Reckon last month's tickets, alike ones together, and the promises on them, by the draft.

    Like `open_by_rank` it tells numbers alone: who sets rules need not see tickets.
    """
    trial = Trial(draft, scheme_in_force(), priority_rules())
    since = now - A_MONTH
    filed = Ticket.objects.filter(filed_at__gte=since, filed_at__lte=now)
    moved: Counter[tuple[int, int]] = Counter()
    tickets = 0
    for *case, count in filed.values_list(*COLUMNS).annotate(count=Count("pk")).order_by():
        tickets += count
        was, would_be = case[0], trial.priority(tuple(case))
        if was != would_be:
            moved[was, would_be] += count
    return Tried(tickets, dict(sorted(moved.items())), replay(policy_book(), since, now, trial.priority_of))


def open_by_rank() -> dict[int, int]:
    """Return how many tickets are open of each rank, the most urgent first."""
    classified = Ticket.objects.open().exclude(priority=UNCLASSIFIED)
    return dict(classified.values_list("priority").annotate(count=Count("pk")).order_by("priority"))
