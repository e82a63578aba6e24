"""An open ticket with what lies around it, by few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from bihuan.flow.intake.times import with_times
from bihuan.flow.sla.clockwork import ASKED, Stop
from bihuan.flow.sla.models import Acknowledgement, Alarm, Clock
from bihuan.front.workbench.saying import Known
from bihuan.front.workbench.story import Story, Window, ask_for_history, tell
from bihuan.front.workbench.words import Words
from bihuan.ground.catalogue.models import Category, CategoryVersion, CheckStep, FormField
from bihuan.ground.people.models import Person, Team
from bihuan.kit.kept.keeping import ask_for_states
from bihuan.kit.sql.prepared import Asked, Prepared, together
from bihuan.tickets import events
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Assignment, Attempt, Duplicate, Hold, Resolution, Ticket

Span = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Waited:
    """A hold as it is read along with its ticket."""

    pk: int
    reason: str
    why: str
    since: datetime
    until: datetime | None
    wakes_at: datetime | None

    @classmethod
    def read(cls, told: dict[str, Any]) -> Waited:
        moments = {
            name: datetime.fromisoformat(told[name]) if told[name] else None
            for name in ("since", "until", "wakes_at")
        }
        return cls(told["pk"], told["reason"], told["why"], **moments)  # type: ignore[arg-type]


def is_expected(clock: Clock) -> bool:
    """Tell whether a clock runs into a year whose public holidays are not confirmed. Reads its calendar's region."""
    return clock.settled_at is None and not clock.calendar.is_sure_of(clock.due_at)


class Opened:
    """A ticket that the reader has open. What is asked for is read once."""

    def __init__(self, ticket: Ticket, reader: Person, now: datetime) -> None:
        self.ticket, self.reader, self.now = ticket, reader, now

    @classmethod
    def find(cls, number: str, reader: Person, now: datetime, *also: Asked) -> Opened:
        """Return the ticket with its holds and those around it, or 404 as for one that does not exist.

        :param also: what else the page asks, answered on the same way to the database
        """
        asked = _tickets.ask(reader.roles, number=number, reader=reader.pk)
        together(asked, *also)
        if not asked.objects:
            raise Http404
        return cls(asked.objects[0], reader, now)

    def look_around(self) -> None:
        """Read on one way what the whole page tells: history, assignments, clocks, whether settings changed."""
        together(self._history, self._given, self._promised, self._states)

    @property
    def may_work(self) -> bool:
        return self.reader.is_agent

    @cached_property
    def holds(self) -> list[Waited]:
        return [Waited.read(told) for told in self.ticket.held]  # type: ignore[attr-defined]  # annotated

    @property
    def running_hold(self) -> Waited | None:
        return next((hold for hold in self.holds if hold.until is None), None)

    @cached_property
    def clocks(self) -> list[Clock]:
        return self._promised.objects

    @property
    def is_expected(self) -> bool:
        """Tell whether what is due next may still change, for want of public holidays."""
        return any(clock.promise == self.ticket.due_promise and is_expected(clock) for clock in self.clocks)

    @cached_property
    def assignments(self) -> list[Assignment]:
        for assignment in self._given.objects:
            assignment.ticket = self.ticket
        return self._given.objects

    @cached_property
    def attempts(self) -> list[Attempt]:
        return list(self.ticket.attempts.select_related("by").order_by("pk"))

    @cached_property
    def resolutions(self) -> list[Resolution]:
        """Return how it was solved, each time; a ticket that never was costs no query."""
        has_been = self.ticket.state in (State.RESOLVED, State.CONFIRMED, State.CLOSED)
        if not has_been and not self.ticket.was_refuted:  # type: ignore[attr-defined]  # annotated
            return []
        return list(self.ticket.resolutions.select_related("by").order_by("pk"))

    @property
    def resolution(self) -> Resolution | None:
        return next((one for one in self.resolutions if one.refuted_at is None), None)

    @cached_property
    def version(self) -> CategoryVersion | None:
        """Return what the category asked when the ticket was filed: by that it goes on to its end."""
        return CategoryVersion.held(self.ticket.category, self.ticket.filed_at)

    @cached_property
    def steps(self) -> Sequence[CheckStep]:
        return self.version.steps if self.version else []

    @cached_property
    def fields(self) -> Sequence[FormField]:
        return self.version.fields if self.version else []

    @property
    def stops(self) -> list[Stop]:
        """Return when the ticket waited: holds, and the times in which the person was asked whether it is solved."""
        asked = [
            Stop(one.at, one.refuted_at, ASKED) for one in self.resolutions if one.refuted_at is not None
        ]
        return [*(Stop(hold.since, hold.until, hold.reason) for hold in self.holds), *asked]

    @cached_property
    def window(self) -> Window:
        return Window.read(self._history)

    @cached_property
    def known(self) -> Known:
        """Return what the history in sight names."""
        window = self.window
        return Known(
            assignments={one.pk: one for one in self.assignments},
            attempts={one.pk: one for one in self.attempts}
            if window.named("attempt", events.Attempted.kind)
            else {},
            solutions={one.pk: one.solution for one in self.resolutions},
            holds={hold.pk: hold.until - hold.since for hold in self.holds if hold.until},
            categories=self._categories(),
            teams=self._teams(),
            priorities=self.words.priorities,
        )

    @cached_property
    def words(self) -> Words:
        return Words.now(self._states)

    def story(self) -> Story:
        return tell(self.window, self.ticket, self.reader, self.known)

    def show(self, *, since: int = 0, before: int = 0) -> None:
        """Show another stretch of the story than its end."""
        self.window = Window.read(ask_for_history(self.ticket, since=since, before=before), since=since)

    @cached_property
    def _history(self) -> Asked:
        return ask_for_history(self.ticket)

    @cached_property
    def _given(self) -> Asked:
        return _assignments.ask(ticket=self.ticket.pk)

    @cached_property
    def _promised(self) -> Asked:
        return _clocks.ask(ticket=self.ticket.pk)

    @cached_property
    def _states(self) -> Asked:
        return ask_for_states()

    def _categories(self) -> dict[str, str]:
        """Return the paths of the categories it has had: usually the one it has, which is known."""
        own = self.ticket.category
        known = {own.code: own.path} if own else {}
        others = self.window.named("category", events.Classified.kind) - known.keys()
        if others:
            known |= {
                one.code: one.path
                for one in Category.objects.filter(code__in=others).select_related("parent")
            }
        return known

    def _teams(self) -> dict[str, str]:
        known = {one.team.code: one.team.name for one in self.assignments}
        given = self.window.named("team", events.TaskGiven.kind, events.TaskPassedOn.kind)
        others = (self.window.named("to", events.Escalated.kind) | given) - known.keys() - {""}
        return (
            known | {team.code: team.name for team in Team.objects.filter(code__in=others)}
            if others
            else known
        )


def over(spans: Sequence[Span], now: datetime) -> timedelta:
    """Return how long some spans took, one that still runs up to now."""
    return sum((max((until or now) - since, timedelta()) for since, until in spans), timedelta())


def _ask_for_ticket(roles: frozenset[str], *, number: str, reader: int) -> QuerySet[Ticket]:
    held = Hold.objects.filter(ticket=OuterRef("pk")).order_by("pk")
    told = JSONObject(pk="pk", reason="reason", why="why", since="since", until="until", wakes_at="wakes_at")
    refuted = Resolution.objects.filter(ticket=OuterRef("pk")).exclude(refuted_at=None)
    visible = Ticket.objects.visible_to(Person.stand_in(reader, roles, [])).annotate(
        held=ArraySubquery(held.values(told=told)),
        was_refuted=Exists(refuted),
        joined_persons=Subquery(Duplicate.persons_of(OuterRef("pk"), OuterRef("person"))),
    )
    around = ("person__department", "team", "handler", "category__parent", "category__escalates_to")
    return with_times(visible).filter(number=number).select_related(*around)


def _ask_for_assignments(*, ticket: int) -> QuerySet[Assignment]:
    return Assignment.objects.filter(ticket=ticket).select_related("team", "handler").order_by("pk")


def _ask_for_clocks(*, ticket: int) -> QuerySet[Clock]:
    called = Alarm.objects.filter(clock=OuterRef("pk")).exclude(fired_at=None).order_by("-fired_at", "-pk")
    seen = Acknowledgement.objects.filter(clock=OuterRef("pk")).order_by("-pk")
    return (
        Clock.objects.filter(ticket=ticket)
        .select_related("calendar__region", "policy")
        .annotate(
            called_at=Subquery(called.values("fired_at")[:1]),
            called_level=Subquery(called.values("level")[:1]),
            seen_at=Subquery(seen.values("at")[:1]),
            seen_by=Subquery(seen.values("by__name")[:1]),
        )
        .order_by("started_at", "pk")
    )


_tickets = Prepared(_ask_for_ticket)
_assignments = Prepared(_ask_for_assignments)
_clocks = Prepared(_ask_for_clocks)
