"""Tasks as the ticket's panel and the hub show them, by few queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import pgettext_lazy

from bihuan.front.workbench.opened import Opened
from bihuan.ground.calendars.worktime import due
from bihuan.ground.people.models import Person, Team
from bihuan.tickets.models import Outcome, Task
from bihuan.tickets.models.task import TaskQuerySet
from bihuan.tickets.silence import office

MOST = 100
USUAL = timedelta(hours=8)  # of working time
Look = tuple[Promise, str, str]  # word, tone, icon

OUTCOMES: dict[str, Look] = {
    Outcome.DONE: (pgettext_lazy("task", "Done"), "good", "circle-check"),
    Outcome.WAIVED: (pgettext_lazy("task", "Waived"), "plain", "minus"),
    Outcome.LAPSED: (pgettext_lazy("task", "Went with the ticket"), "plain", "minus"),
}


class Whose(StrEnum):
    """Of which tasks the reader asks."""

    ALL = ""
    MINE = "mine"  # that wait for me
    FOLLOWED = "followed"  # on my tickets


@dataclass(frozen=True)
class Shown:
    """A task with what the reader may do about it."""

    task: Task
    standing: str
    may_finish: bool
    may_work: bool

    @property
    def outcome(self) -> Look:
        return OUTCOMES[self.task.outcome]


class TeamCount(NamedTuple):
    code: str
    name: str
    open: int
    late: int


@dataclass(frozen=True)
class Asked:
    """What the hub is asked for: whose tasks, and of which team."""

    whose: Whose = Whose.ALL
    team: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """Return what an address asks for; what makes no sense asks for all."""
        whose = given.get("whose", "")
        return cls(Whose(whose) if whose in list(Whose) else Whose.ALL, given.get("team", "")[:40])

    def query(self, **changes: str) -> str:
        """Return the end of the address that asks for this with changes."""
        asked = {"whose": str(self.whose), "team": self.team} | changes
        told = urlencode({name: value for name, value in asked.items() if value})
        return f"?{told}" if told else ""


def tasks_of(opened: Opened) -> list[Shown]:
    """Return the tasks of a ticket, open ones first, by when they are due."""
    around = ("team", "contact", "by", "ended_by")
    tasks = Task.objects.visible_to(opened.reader).filter(ticket=opened.ticket).select_related(*around)
    found = sorted(tasks, key=lambda task: (not task.is_open, task.due_at, task.pk))
    return [_shown(task, opened.reader, opened.now) for task in found]


def open_tasks(asked: Asked, reader: Person, now: datetime) -> tuple[list[Shown], bool]:
    """Return the open tasks that are asked for, what is due first before the rest; and whether there are more."""
    found = _whose(Task.objects.visible_to(reader).open(), asked.whose, reader)
    if asked.team:
        found = found.filter(team__code=asked.team)
    around = ("team", "contact", "ticket__handler")
    rows = list(found.select_related(*around).order_by("due_at", "id")[: MOST + 1])
    return [_shown(task, reader, now) for task in rows[:MOST]], len(rows) > MOST


def team_counts(asked: Asked, reader: Person, now: datetime) -> Sequence[TeamCount]:
    """Return how many tasks each team has open, and how many of them slip; teams without any are left out."""
    found = _whose(Task.objects.visible_to(reader).open(), asked.whose, reader)
    rows = found.order_by().values("team").annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    counts = {row["team"]: (row["n"], row["late"]) for row in rows}
    teams = Team.objects.filter(pk__in=counts).order_by("tier", "code")
    return [TeamCount(team.code, team.name, *counts[team.pk]) for team in teams]


def usual_due(now: datetime) -> str:
    """Return what the form of a new task begins with: a working day of the office from now."""
    return as_field(due(office(), now, USUAL))


def as_field(at: datetime) -> str:
    """Return a moment as a browser's field takes it, on the reader's clock."""
    return f"{localtime(at):%Y-%m-%dT%H:%M}"


def _whose(tasks: TaskQuerySet, whose: Whose, reader: Person) -> TaskQuerySet:
    match whose:
        case Whose.MINE:
            return tasks.for_person(reader)
        case Whose.FOLLOWED:
            return tasks.on_tickets_of(reader)
        case _:
            return tasks


def _shown(task: Task, reader: Person, now: datetime) -> Shown:
    works = reader.is_agent and task.is_open
    return Shown(
        task,
        standing="missed" if task.has_slipped(now) else "fine",
        may_finish=works and task.is_for(reader),
        may_work=works,
    )
