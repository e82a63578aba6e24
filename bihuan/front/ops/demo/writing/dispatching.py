"""Why a ticket came to somebody: weighed once all tickets are there, since it depends on what each one had then."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import override

from bihuan.flow.dispatch.choosing import Candidate, Cause, choose, explain
from bihuan.flow.dispatch.explaining import reason_in_words
from bihuan.front.ops.demo.writing.bells import Bells
from bihuan.front.ops.demo.writing.known import Known
from bihuan.ground.catalogue.models import Category
from bihuan.ground.duty.rota import Kind
from bihuan.ground.people.models import Person
from bihuan.tickets.models import Assignment


@dataclass(frozen=True)
class Given:
    """A ticket that the dispatch gave to somebody, or to a team alone."""

    assignment: Assignment
    cause: Cause
    category: Category | None  # as it was then
    bells: Bells


@dataclass
class Burden:
    """When somebody's open tickets began and ended, and when tickets were given to him or her."""

    began: list[datetime] = field(default_factory=list)
    ended: list[datetime] = field(default_factory=list)
    given: list[datetime] = field(default_factory=list)

    def load(self, at: datetime) -> int:
        return bisect_left(self.began, at) - bisect_left(self.ended, at)

    def last_at(self, at: datetime) -> datetime | None:
        before = bisect_left(self.given, at)
        return self.given[before - 1] if before else None


class Dispatching:
    def __init__(self, known: Known) -> None:
        self.known = known
        self.given: list[Given] = []
        self.burdens: defaultdict[int, Burden] = defaultdict(Burden)

    def explain(self) -> None:
        """Write into each assignment who was weighed, and tell its handler."""
        for burden in self.burdens.values():
            for moments in (burden.began, burden.ended, burden.given):
                moments.sort()
        for one in self.given:
            self._explain(one)

    def _explain(self, one: Given) -> None:
        assignment = one.assignment
        assignment.reasons = explain(one.cause, self._candidates(one) if assignment.handler else [])
        if assignment.handler:
            with override(assignment.handler.language):
                words = reason_in_words(assignment)
            one.bells.tell_assigned(assignment.handler, assignment.since, words)

    def _candidates(self, one: Given) -> list[Candidate]:
        """Return who was weighed: of those on the roster, nobody who would have gone before was at hand."""
        on = self.known.roster.on_duty(one.assignment.team, one.assignment.since)
        weighed = [self._candidate(person, kind, one) for person, kind in on]
        chosen = next(each for each in weighed if each.person == one.assignment.handler_id)
        return [each for each in weighed if choose([chosen, each]) is chosen]

    def _candidate(self, person: Person, kind: Kind, one: Given) -> Candidate:
        at, burden = one.assignment.since, self.burdens[person.pk]
        return Candidate(
            person=person.pk,
            name=person.name,
            is_on_call=kind is Kind.ON_CALL,
            mastery=self.known.mastery(person, one.category),
            load=burden.load(at),
            last_at=burden.last_at(at),
        )
