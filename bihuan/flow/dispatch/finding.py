"""Find the handler for a ticket of a team: who is on duty, with what skill and load, by a fixed number of queries."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from bihuan.flow.dispatch.choosing import Candidate, Cause, choose, explain
from bihuan.ground.duty.models import on_duty
from bihuan.ground.duty.rota import Kind
from bihuan.ground.people.models import Mastery, Person, Team
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Assignment, Ticket


def assign_within(ticket: Ticket, team: Team, cause: Cause, stamp: Stamp) -> Assignment:
    """Give the ticket to whom of `team` it suits best now, or to the team alone while nobody is on duty."""
    on = on_duty(team, stamp.at)
    candidates = _weigh(ticket, [(person.pk, person.name, kind) for person, kind in on])
    chosen = choose(candidates)
    handler = next((person for person, _kind in on if chosen and person.pk == chosen.person), None)
    return Assignment.make(
        ticket, team=team, handler=handler, stamp=stamp, reasons=explain(cause, candidates)
    )


def _weigh(ticket: Ticket, on: list[tuple[int, str, Kind]]) -> list[Candidate]:
    ids = [person for person, _name, _kind in on]
    burdens = _burdens(ids)
    masteries = _masteries(ticket, ids)
    return [
        Candidate(
            person=person,
            name=name,
            is_on_call=kind is Kind.ON_CALL,
            mastery=masteries.get(person, 0),
            load=burdens[person][0],
            last_at=burdens[person][1],
        )
        for person, name, kind in on
    ]


def _burdens(ids: list[int]) -> dict[int, tuple[int, datetime | None]]:
    """Return how many open tickets each one has, and when the last one was given."""
    has = (
        Ticket.objects.open()
        .filter(handler=OuterRef("pk"))
        .order_by()
        .values("handler")
        .annotate(n=Count("pk"))
    )
    given = Assignment.objects.filter(handler=OuterRef("pk")).order_by("-since").values("since")[:1]
    rows = Person.objects.filter(pk__in=ids).annotate(
        load=Coalesce(Subquery(has.values("n")), 0), last=Subquery(given)
    )
    return {pk: (load, last) for pk, load, last in rows.values_list("pk", "load", "last")}


def _masteries(ticket: Ticket, ids: list[int]) -> dict[int, int]:
    """Return the sum of each one's levels in the skills that the ticket's category needs."""
    needed = ticket.category.skills.all() if ticket.category else []
    levels: dict[int, int] = {}
    for person, level in Mastery.objects.filter(person__in=ids, skill__in=needed).values_list(
        "person", "level"
    ):
        levels[person] = levels.get(person, 0) + level
    return levels
