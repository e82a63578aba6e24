"""What the choices of the desk's forms offer: teams, categories by branch, agents."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from bihuan.front.workbench.words import DUTIES
from bihuan.ground.catalogue.models import Category
from bihuan.ground.duty.models import on_duty
from bihuan.ground.people.models import Person, Team
from bihuan.ground.people.rights import Right
from bihuan.kit.sql.prepared import Asked, Prepared
from bihuan.tickets.models import Ticket

Options = list[tuple[str, str]]


def teams(asked: Asked | None = None) -> Options:
    """Return all teams. `asked`: `ask_for_teams`, where the page has asked for it along with other things."""
    return [(team.code, team.name) for team in (asked or ask_for_teams()).objects]


def ask_for_teams() -> Asked:
    return _teams.ask()


def category_groups(*, with_branches: bool = True) -> list[tuple[str, Options]]:
    """Return branch by branch what a ticket can be; with the branches themselves where one may be meant as a whole."""
    found = list(Category.objects.active())
    branches = {category.pk: category for category in found if category.parent_id is None}
    groups: dict[int, Options] = {pk: [] for pk in branches}
    for category in found:
        if category.parent_id in groups:
            groups[category.parent_id].append((category.code, category.name))
        elif category.team_id is not None or with_branches:
            groups[category.pk].insert(0, (category.code, category.name))
    return [(branches[pk].name, options) for pk, options in groups.items() if options]


def agents() -> Options:
    """Return those who work on tickets, in the order of their names."""
    found = Person.objects.active().with_right(Right.WORK_TICKETS).order_by("spelling", "pk")
    return list(found.values_list("username", "name"))


class Member(NamedTuple):
    """Somebody of a team who could have a ticket: how much he or she has, and whether on duty now."""

    username: str
    name: str
    load: int
    duty: str


def members_of(team: Team, now: datetime) -> list[Member]:
    """Return the team's people, who is on duty first, then who has least."""
    duties = {person.pk: str(DUTIES[kind]) for person, kind in on_duty(team, now)}
    has = (
        Ticket.objects.open()
        .filter(handler=OuterRef("pk"))
        .order_by()
        .values("handler")
        .annotate(n=Count("pk"))
    )
    people = (
        Person.objects.active()
        .filter(memberships__team=team)
        .annotate(load=Coalesce(Subquery(has.values("n")), 0))
    )
    rows = people.values_list("pk", "username", "name", "load")
    found = [Member(username, name, load, duties.get(pk, "")) for pk, username, name, load in rows]
    return sorted(found, key=lambda one: (not one.duty, one.load, one.name))


_teams = Prepared(lambda: Team.objects.order_by("tier", "code"))
