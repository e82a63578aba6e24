"""Find the handler for a ticket of a team: who is on duty, with what skill and load, by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from bihuan.flow.dispatch.choosing import Candidate, Cause, Skilled, Wish, choose, explain
from bihuan.flow.dispatch.models import required_levels, rules, work_limits
from bihuan.ground.catalogue.models import needed_skills
from bihuan.ground.duty.models import turns_at
from bihuan.ground.duty.rota import Kind, Stint
from bihuan.ground.people.models import Person, Team, skill_levels
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.kept.keeping import noted, unchanging
from bihuan.kit.sql import tray
from bihuan.kit.sql.statements import try_locks_for_transaction
from bihuan.tickets.models import Assignment, Ticket

UNCLASSIFIED = 0


@dataclass(frozen=True)
class Found:
    """Whom it suits best, if anybody, and all that was weighed."""

    handler: Person | None
    candidates: list[Candidate]
    wish: Wish

    def take(self, at: datetime) -> None:
        """Count what is about to be given, for the choices that follow in the same piece of work."""
        if self.handler:
            self.handler.load += 1  # type: ignore[attr-defined]  # annotated
            self.handler.last_given_at = at  # type: ignore[attr-defined]  # annotated


def assign_within(
    ticket: Ticket, team: Team, cause: Cause, stamp: Stamp, not_to: Collection[int] = ()
) -> Assignment:
    """Give the ticket to whom of `team` it suits best now, or to the team alone while nobody is there or has room."""
    with unchanging():
        found = find(ticket, team, stamp.at, not_to)
        return give(ticket, team, cause, found, stamp)


def give(ticket: Ticket, team: Team, cause: Cause, found: Found, stamp: Stamp) -> Assignment:
    found.take(stamp.at)
    reasons = explain(cause, found.candidates, found.wish)
    return Assignment.make(ticket, team=team, handler=found.handler, stamp=stamp, reasons=reasons)


def find(ticket: Ticket, team: Team, at: datetime, not_to: Collection[int] = ()) -> Found:
    """Weigh who of the team is on duty."""
    turns = turns_at(team, at)
    people = _with_burdens(turns) if turns else {}
    helped_last = _helped_last(ticket, turns, at) if turns else None
    candidates = [
        _weigh(ticket, people[pk], stint, helped_last=pk == helped_last)
        for pk, stint in turns.items()
        if pk in people
    ]
    wish = Wish(is_urgent=is_urgent(ticket), not_to=frozenset(not_to))
    chosen = choose(candidates, wish)
    return Found(people[chosen.person] if chosen else None, candidates, wish)


def is_urgent(ticket: Ticket) -> bool:
    """Tell whether it is given to somebody at once, whoever is full."""
    said = rules()
    by_priority = UNCLASSIFIED < ticket.priority <= said.urgent_to
    return by_priority or (said.is_vip_urgent and ticket.person.is_vip)


def urgent() -> Q:
    """Return the question whether a ticket is urgent in that way."""
    said = rules()
    by_priority = Q(priority__range=(UNCLASSIFIED + 1, said.urgent_to)) if said.urgent_to else Q(pk=None)
    return by_priority | Q(person__is_vip=True) if said.is_vip_urgent else by_priority


def has_room(person: int, load: int) -> bool:
    return load < work_limits().get(person, rules().limit)


def _weigh(ticket: Ticket, person: Person, stint: Stint, *, helped_last: bool) -> Candidate:
    skills = tuple(_skills(ticket, person.pk))
    return Candidate(
        person=person.pk,
        name=person.name,
        is_on_call=stint.kind is Kind.ON_CALL,
        mastery=sum(one.level for one in skills),
        load=person.load,  # type: ignore[attr-defined]  # annotated
        last_at=person.last_given_at,  # type: ignore[attr-defined]  # annotated
        limit=work_limits().get(person.pk, rules().limit),
        until=stint.ends,
        skills=skills,
        helped_last=helped_last,
        is_taken=not person.is_at_hand,  # type: ignore[attr-defined]  # noted
    )


def _skills(ticket: Ticket, person: int) -> Iterable[Skilled]:
    """Yield how somebody masters what the ticket's category names."""
    category = ticket.category_id or 0
    required, levels = required_levels().get(category, {}), skill_levels().get(person, {})
    for skill in sorted(needed_skills().get(category, set()) | required.keys()):
        yield Skilled(skill, levels.get(skill, 0), required.get(skill, 0))


def _helped_last(ticket: Ticket, turns: Collection[int], at: datetime) -> int | None:
    """Return who of those on duty had the person's last ticket, where the desk wants that to count."""
    days = rules().sticks_days
    if not days:
        return None
    since = at - timedelta(days=days)
    before = Ticket.objects.filter(person=ticket.person_id, handler__in=list(turns), filed_at__gte=since)
    return before.exclude(pk=ticket.pk).order_by("-pk").values_list("handler", flat=True).first()


def _with_burdens(ids: Iterable[int]) -> dict[int, Person]:
    """Return those who are still there, with how many open tickets each one has and when the last one was given.

    Within one piece of work each is asked for once, and then counted on. Until its transaction ends nobody else gives
    them anything: so no two give somebody the last ticket that he or she may have.
    """
    known: dict[int, Person] = noted("burdens")
    if new := [pk for pk in ids if pk not in known]:
        with tray.as_written():
            known |= read_burdens(new)
    return known


def read_burdens(ids: list[int]) -> dict[int, Person]:
    at_hand = try_locks_for_transaction("dispatch", ids)  # first: what is counted afterwards stays true
    people = Person.objects.active().annotate(load=_load(), last_given_at=_last_given_at()).in_bulk(ids)
    for person in people.values():
        person.is_at_hand = person.pk in at_hand  # type: ignore[attr-defined]  # noted
    return people


def loads_of(ids: Iterable[int]) -> dict[int, int]:
    """Return how many open tickets each of them has."""
    return dict(Person.objects.filter(pk__in=list(ids)).annotate(load=_load()).values_list("pk", "load"))


def _load() -> Coalesce:
    has = Ticket.objects.open().filter(handler=OuterRef("pk")).order_by().values("handler")
    return Coalesce(Subquery(has.annotate(n=Count("pk")).values("n")), 0)


def _last_given_at() -> Subquery:
    given = Assignment.objects.filter(handler=OuterRef("pk")).order_by("-since")
    return Subquery(given.values("since")[:1])
