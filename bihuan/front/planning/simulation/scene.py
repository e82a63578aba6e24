"""What a replay stands on: what came to a team in a month, how much work it was, and who is on duty when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from statistics import median
from typing import Any

from django.utils.timezone import get_default_timezone

from bihuan.flow.dispatch.arrivals import Arrival, Habits, Needs, Worker
from bihuan.flow.dispatch.attendance import stretches
from bihuan.flow.dispatch.comparing import percentile
from bihuan.flow.dispatch.durations import Durations, Stay, glances
from bihuan.flow.dispatch.finding import UNCLASSIFIED
from bihuan.flow.dispatch.models import Rules, required_levels, rules, work_limits
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.ground.calendars.delivering import OFFICE
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.calendars.worktime import NeverOpen, TooFar, WorkCalendar, due
from bihuan.ground.catalogue.models import needed_skills
from bihuan.ground.duty.models import Absence, Rota
from bihuan.ground.duty.rota import Turn
from bihuan.ground.people.models import Person, Skill, Team, skill_levels
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Assignment, Attempt, TimeSpent

NEWCOMER = 0  # stands for somebody who is not there yet
RUN_OUT = timedelta(days=14)  # after the month, in which what is left is worked off


@dataclass(frozen=True)
class Member:
    """One of the team: weekly turns by the key of their rota, levels by the key of their skill."""

    person: int
    name: str
    turns: Mapping[int, Turn]
    levels: Mapping[int, int]
    limit: int | None = None
    away: Sequence[tuple[datetime, datetime]] = ()


@dataclass(frozen=True)
class Came:
    """A ticket as it came to the team in life."""

    ticket: int
    at: datetime
    accepted_at: datetime | None
    category: int
    priority: int
    filed_at: datetime
    stayed: bool  # it ended with this team
    asker: int = 0
    is_vip: bool = False


@dataclass(frozen=True)
class Scene:
    team: Team
    start: datetime
    end: datetime
    members: Sequence[Member]
    calendars: Mapping[int, WorkCalendar]  # by the key of the rota; `usual` where there is none
    usual: WorkCalendar
    skills: Sequence[tuple[int, str]]
    rules: Rules
    came: Sequence[Came] = ()
    arrivals: Sequence[Arrival] = ()
    written: int = 0  # of how many arrivals the work was written down
    piece: timedelta | None = None  # how long somebody usually is at one ticket before looking up
    glance: timedelta | None = None  # how long a ticket usually lies unseen by who has nothing else to accept

    def asked(self, rules: Rules) -> list[Arrival]:
        """Return what came, urgent by these rules or not."""
        urgent = {one.ticket for one in self.came if _is_urgent(one, rules)}
        return [replace(one, is_urgent=one.ticket in urgent) for one in self.arrivals]

    def habits(self, rules: Rules) -> Habits:
        return Habits(self.piece, timedelta(days=rules.sticks_days) if rules.sticks_days else None)

    def workers(self, members: Iterable[Member]) -> list[Worker]:
        """Return some members with the times in which they are on duty, until the last of the month is worked off."""
        until = self.end + RUN_OUT
        return [
            Worker(
                one.person,
                one.name,
                stretches(self._turns(one), self.start, until, one.away),
                one.levels,
                one.limit,
            )
            for one in members
        ]

    def _turns(self, member: Member) -> list[tuple[Turn, WorkCalendar]]:
        return [(turn, self.calendars.get(rota, self.usual)) for rota, turn in member.turns.items()]


def set_up(team: Team, month: date) -> Scene:
    """Return the team with its people and their turns as they stand today, without what came."""
    zone = get_default_timezone()
    first, after = month.replace(day=1), (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    start, end = (datetime.combine(on, time.min, zone) for on in (first, after))
    rotas = list(Rota.objects.filter(team=team).select_related("calendar__region", "person").order_by("pk"))
    calendars = {rota.pk: rota.calendar.work_calendar() for rota in rotas}
    office = Calendar.objects.select_related("region").get(code=OFFICE).work_calendar()
    return Scene(
        team=team,
        start=start,
        end=end,
        members=_members(team, rotas, start, end + RUN_OUT),
        calendars=calendars,
        usual=next(iter(calendars.values()), office),
        skills=[(skill.pk, skill.name) for skill in Skill.objects.order_by("code")],
        rules=rules(),
    )


def fill(scene: Scene, seed: int) -> Scene:
    """Return the scene with what came to the team in its month, by a fixed number of queries."""
    came, stays = _came(scene)
    work, durations, piece = _work(scene, came)
    promised = _promised(came)
    duty = {one.person: one.duty for one in scene.workers(scene.members)}
    unseen = glances(stays, duty)
    rng, needs = Random(seed), _needs()  # noqa: S311, no secret hangs on it
    arrivals = []
    for one in came:
        accept_by, resolve_by = promised.get(one.ticket, (None, None))
        # Drawn for each, so that no draw hangs on another.
        drawn, glance = durations.draw(one.category, one.priority, rng), unseen.draw(None, one.priority, rng)
        arrivals.append(
            Arrival(
                one.ticket,
                one.at,
                work.get(one.ticket, drawn),
                accept_by,
                resolve_by,
                needs.get(one.category, frozenset()),
                asker=one.asker,
                unseen=glance if unseen.every else timedelta(),
            )
        )
    return replace(
        scene,
        came=came,
        arrivals=arrivals,
        written=sum(one.ticket in work for one in came),
        piece=piece,
        glance=percentile(unseen.every, 0.5) if unseen.every else None,
    )


def _is_urgent(one: Came, rules: Rules) -> bool:
    return UNCLASSIFIED < one.priority <= rules.urgent_to or (rules.is_vip_urgent and one.is_vip)


def _needs() -> dict[int, Needs]:
    """Return by the key of each category the skills that it names, each with the level that is required."""
    named, required = needed_skills(), required_levels()
    return {
        category: frozenset(
            (skill, required.get(category, {}).get(skill, 0))
            for skill in {*named.get(category, ()), *required.get(category, {})}
        )
        for category in named.keys() | required.keys()
    }


def _members(team: Team, rotas: Iterable[Rota], start: datetime, end: datetime) -> list[Member]:
    turns: dict[int, dict[int, Turn]] = {}
    for rota in rotas:
        turns.setdefault(rota.person_id, {})[rota.pk] = rota.turn
    away: dict[int, list[tuple[datetime, datetime]]] = {}
    gone = Absence.objects.filter(person__in=turns, since__lt=end, until__gt=start)
    for person, since, until in gone.values_list("person_id", "since", "until"):
        away.setdefault(person, []).append((since, until))
    people = Person.objects.active().filter(pk__in=turns).order_by("spelling", "pk")
    levels = skill_levels()
    return [
        Member(
            one.pk,
            one.name,
            turns[one.pk],
            levels.get(one.pk, {}),
            work_limits().get(one.pk, rules().limit),
            away.get(one.pk, ()),
        )
        for one in people
    ]


def _came(scene: Scene) -> tuple[list[Came], list[Stay]]:
    """Return each ticket that came to the team, by its first stay there, and who had it when; not those that nobody had
    to work on.
    """
    stays = Assignment.objects.filter(team=scene.team, since__gte=scene.start, since__lt=scene.end)
    rows = stays.order_by("ticket", "pk").select_related("ticket__person")
    found: dict[int, Came] = {}
    lain: list[Stay] = []
    for row in rows:
        ticket = row.ticket
        if ticket.state == State.WITHDRAWN and row.accepted_at is None:
            continue
        if row.handler_id:
            over_at = row.until or ticket.resolved_at
            lain.append(Stay(row.handler_id, ticket.priority, row.since, row.accepted_at, over_at))
        known = found.get(ticket.pk)
        if known is None:
            found[ticket.pk] = Came(
                ticket.pk,
                row.since,
                row.accepted_at,
                ticket.category_id or 0,
                ticket.priority,
                ticket.filed_at,
                stayed=ticket.team_id == scene.team.pk,
                asker=ticket.person_id,
                is_vip=ticket.person.is_vip,
            )
        elif known.accepted_at is None and row.accepted_at is not None:
            found[ticket.pk] = replace(known, accepted_at=row.accepted_at)
    return list(found.values()), lain


def _work(scene: Scene, came: Sequence[Came]) -> tuple[dict[int, timedelta], Durations, timedelta | None]:
    """Return the time that the team's people wrote down on each ticket, what is usual for those like it, and how long
    one piece of it usually is.
    """
    keys = [one.ticket for one in came]
    members = list(scene.team.members.values_list("pk", flat=True))
    minutes: dict[int, int] = {}
    pieces: list[int] = []
    noted: list[Any] = [
        TimeSpent.objects.filter(ticket__in=keys, person__in=members),
        Attempt.objects.filter(ticket__in=keys, by__in=members),
    ]
    for rows in noted:
        for ticket, spent in rows.filter(minutes__gt=0).values_list("ticket", "minutes"):
            minutes[ticket] = minutes.get(ticket, 0) + spent
            pieces.append(spent)
    work = {ticket: timedelta(minutes=total) for ticket, total in minutes.items()}
    durations = Durations()
    for one in came:
        if one.ticket in work:
            durations.note(one.category, one.priority, work[one.ticket])
    return work, durations, timedelta(minutes=median(pieces)) if pieces else None


def _promised(came: Sequence[Came]) -> dict[int, tuple[datetime | None, datetime | None]]:
    """Return by when each was to be accepted and resolved: what was promised then, holds left out."""
    clocks: dict[int, list[Clock]] = {}
    wanted = Clock.objects.filter(
        ticket__in=[one.ticket for one in came], promise__in=[Promise.ACCEPTANCE, Promise.RESOLUTION]
    )
    for clock in wanted.with_calendar().order_by("pk"):
        clocks.setdefault(clock.ticket_id, []).append(clock)
    return {one.ticket: _dues(one, clocks.get(one.ticket, [])) for one in came}


def _dues(one: Came, clocks: Sequence[Clock]) -> tuple[datetime | None, datetime | None]:
    acceptance = [clock for clock in clocks if clock.promise == Promise.ACCEPTANCE]
    nearest = min(acceptance, key=lambda clock: abs(clock.started_at - one.at), default=None)
    resolution = next((clock for clock in clocks if clock.promise == Promise.RESOLUTION), None)
    return _due(nearest, one.at), _due(resolution, one.filed_at) if one.stayed else None


def _due(clock: Clock | None, start: datetime) -> datetime | None:
    if clock is None:
        return None
    try:
        return due(clock.calendar.work_calendar(), start, clock.allowed)
    except (NeverOpen, TooFar):
        return None
