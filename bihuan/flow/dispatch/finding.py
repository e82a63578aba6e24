"""Find the handler for a ticket of a team: who is on duty, with what skill and load, by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from bihuan.flow.dispatch.choosing import Candidate, Cause, choose, explain
from bihuan.ground.catalogue.models import needed_skills
from bihuan.ground.duty.models import turns_at
from bihuan.ground.duty.rota import Kind
from bihuan.ground.people.models import Person, Team, skill_levels
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.kept.keeping import noted, unchanging
from bihuan.kit.sql import tray
from bihuan.tickets.models import Assignment, Ticket


def assign_within(ticket: Ticket, team: Team, cause: Cause, stamp: Stamp) -> Assignment:
    """Give the ticket to whom of `team` it suits best now, or to the team alone while nobody is on duty."""
    with unchanging():
        turns = turns_at(team, stamp.at)
        people = _with_burdens(turns) if turns else {}
        candidates = [_weigh(ticket, people[pk], kind) for pk, kind in turns.items() if pk in people]
        chosen = choose(candidates)
        handler = people[chosen.person] if chosen else None
        if handler and chosen:
            handler.load, handler.last_given_at = chosen.load + 1, stamp.at  # type: ignore[attr-defined]  # annotated
        reasons = explain(cause, candidates)
        return Assignment.make(ticket, team=team, handler=handler, stamp=stamp, reasons=reasons)


def _weigh(ticket: Ticket, person: Person, kind: Kind) -> Candidate:
    return Candidate(
        person=person.pk,
        name=person.name,
        is_on_call=kind is Kind.ON_CALL,
        mastery=_mastery(ticket, person.pk),
        load=person.load,  # type: ignore[attr-defined]  # annotated
        last_at=person.last_given_at,  # type: ignore[attr-defined]  # annotated
    )


def _with_burdens(ids: Iterable[int]) -> dict[int, Person]:
    """Return those who are still there, with how many open tickets each one has and when the last one was given.

    Within one piece of work each is asked for once, and then counted on.
    """
    known: dict[int, Person] = noted("burdens")
    if new := [pk for pk in ids if pk not in known]:
        with tray.as_written():
            known |= _read_burdens(new)
    return known


def _read_burdens(ids: list[int]) -> dict[int, Person]:
    has = (
        Ticket.objects.open()
        .filter(handler=OuterRef("pk"))
        .order_by()
        .values("handler")
        .annotate(n=Count("pk"))
    )
    given = Assignment.objects.filter(handler=OuterRef("pk")).order_by("-since").values("since")[:1]
    burdened = Person.objects.active().annotate(
        load=Coalesce(Subquery(has.values("n")), 0), last_given_at=Subquery(given)
    )
    return burdened.in_bulk(ids)


def _mastery(ticket: Ticket, person: int) -> int:
    """Return the sum of somebody's levels in the skills that the ticket's category needs."""
    needed = needed_skills().get(ticket.category_id or 0, ())
    levels = skill_levels().get(person, {})
    return sum(levels.get(skill, 0) for skill in needed)
