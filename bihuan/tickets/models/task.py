from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person, Team
from bihuan.ground.people.rights import Right
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.events import TaskDone, TaskGiven, TaskPassedOn, TaskSlipped, TaskWaived
from bihuan.tickets.models.task_refusals import NotTheirTask, TaskEnded, incomplete
from bihuan.tickets.models.ticket import ImpossibleMove, Ticket

LONGEST = 300  # letters that say what is to be done


class Outcome(StrEnum):
    OPEN = ""
    DONE = "done"
    WAIVED = "waived"  # need not be done, and why
    LAPSED = "lapsed"  # went with the ticket, which was withdrawn or turned away


class TasksOpen(Refused):
    """The ticket is not solved while a part of its work is open."""

    code = "tasks-open"

    def __init__(self, tasks: list[Task]) -> None:
        named = [_("%(what)s (%(team)s)") % {"what": task.what, "team": task.team.name} for task in tasks]
        words = _(
            "Not yet: these tasks are still open: %(tasks)s. They are done first, or waived with a reason."
        )
        super().__init__(words % {"tasks": _(", ").join(named)}, {str(task.pk): task.what for task in tasks})


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def of_team(self, team: Team) -> Self:
        return self.filter(team=team)

    def for_person(self, person: Person) -> Self:
        """Keep what waits for the person: as its contact, or as one of the team where it has none."""
        return self.filter(Q(contact=person.pk) | Q(contact=None, team__in=person.team_ids))

    def on_tickets_of(self, handler: Person) -> Self:
        return self.filter(ticket__handler=handler.pk)

    def slipped(self, now: datetime) -> Self:
        return self.open().filter(due_at__lt=now)

    def to_remind(self, now: datetime) -> Self:
        return self.open().filter(remind_at__lte=now).order_by("remind_at", "pk")

    def visible_to(self, person: Person) -> Self:
        """Keep what the person may see: tasks are for the desk alone, also those on a person's own ticket."""
        return self if person.may(Right.SEE_TICKETS) else self.none()


class Task(models.Model):
    """A part of a ticket's work that a team does (协同任务), until when, and how it ended: done or waived."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=LONGEST)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    due_words = models.CharField(max_length=100, blank=True, help_text="what the time means: before opening")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    remind_at = models.DateTimeField(help_text="when it is said next that it has slipped")
    reminders = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True, help_text="what was done, or why it need not be")
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("outcome", Outcome, name="task_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, ended_at=None)
                | ~Q(outcome=Outcome.OPEN) & Q(ended_at__isnull=False, ended_at__gte=F("at")),
                name="task_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[Outcome.DONE, Outcome.WAIVED]) | ~Q(note=""),
                name="task_ends_with_a_word",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="task_says_what"),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="tasks_of_ticket"),
            models.Index(fields=["due_at", "id"], condition=Q(ended_at=None), name="task_open_by_due"),
            models.Index(fields=["team", "due_at"], condition=Q(ended_at=None), name="task_open_of_team"),
            models.Index(fields=["contact"], condition=Q(ended_at=None), name="task_open_of_contact"),
            models.Index(fields=["remind_at", "id"], condition=Q(ended_at=None), name="task_to_remind"),
        ]

    def __str__(self) -> str:
        return f"task #{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def has_slipped(self, now: datetime) -> bool:
        return self.is_open and self.due_at < now

    def is_for(self, person: Person) -> bool:
        """Tell whether the person can say that it is done: its contact, or one of its team."""
        return self.contact_id == person.pk or self.team_id in person.team_ids

    @classmethod
    def give(
        cls,
        ticket: Ticket,
        *,
        what: str,
        team: Team | None,
        contact: Person | None,
        due_at: datetime | None,
        stamp: Stamp,
        due_words: str = "",
    ) -> Task:
        """Give a part of the work to a team (DIS-05).

        :raises TaskIncomplete: naming everything that is missing or does not fit
        :raises ImpossibleMove: if the ticket is no longer open
        """
        missing = {} if what.strip() else {"what": _("what is to be done")}
        missing |= _unfit(team, contact, due_at, stamp)
        if missing or team is None or due_at is None:
            raise incomplete(missing)
        with ticket.in_hand():
            if not ticket.is_open:
                raise ImpossibleMove(_("Only an open ticket gets tasks. Reopen it first."))
            task = cls.objects.create(
                ticket=ticket,
                what=what.strip()[:LONGEST],
                team=team,
                contact=contact,
                due_at=due_at,
                due_words=due_words.strip()[:100],
                by=stamp.by,
                at=stamp.at,
                remind_at=due_at,
            )
            ticket.keep(stamp=stamp)
            name = contact.name if contact else ""
            ticket.record(TaskGiven(task=task.pk, what=task.what, team=team.code, contact=name), stamp)
        return task

    def pass_on(
        self,
        *,
        team: Team | None,
        contact: Person | None,
        due_at: datetime | None,
        stamp: Stamp,
        due_words: str = "",
    ) -> None:
        """Give it to another team or contact, or until another time; what stays as it was is not recorded.

        :raises TaskIncomplete: naming everything that is missing or does not fit
        """
        is_moved = due_at != self.due_at
        missing = _unfit(team, contact, due_at, stamp if is_moved else None)
        if missing or team is None or due_at is None:
            raise incomplete(missing)
        with self.ticket.in_hand():
            self._must_be_open()
            is_other_team, is_other_contact = team != self.team, contact != self.contact
            self.team, self.contact, self.due_words = team, contact, due_words.strip()[:100]
            if is_moved:
                self.due_at = self.remind_at = due_at
            self.save(update_fields=["team", "contact", "due_at", "due_words", "remind_at"])
            self.ticket.keep(stamp=stamp)
            facts = TaskPassedOn(
                task=self.pk,
                what=self.what,
                team=team.code if is_other_team else "",
                contact=contact.name if contact and is_other_contact else "",
                due_at=due_at.isoformat() if is_moved else "",
            )
            if is_other_team or is_other_contact or is_moved:
                self.ticket.record(facts, stamp)

    def finish(self, *, note: str, stamp: Stamp) -> None:
        """Say that it is done, and how: as its contact, or as one of its team.

        :raises TaskIncomplete: if no word says what was done
        :raises NotTheirTask: if somebody else says so
        """
        if not note.strip():
            raise incomplete({"note": _("what was done")})
        if not isinstance(stamp.by, Person) or not self.is_for(stamp.by):
            raise NotTheirTask(self.team.name)
        with self.ticket.in_hand():
            self._must_be_open()
            self._end(Outcome.DONE, note.strip(), stamp)
            facts = TaskDone(task=self.pk, what=self.what)
            self.ticket.record(facts, stamp.because(self.note))

    def waive(self, *, why: str, stamp: Stamp) -> None:
        """Say that it need not be done.

        :raises TaskIncomplete: if no reason is given
        """
        if not why.strip():
            raise incomplete({"why": _("why it need not be done")})
        with self.ticket.in_hand():
            self._must_be_open()
            self._end(Outcome.WAIVED, why.strip(), stamp)
            facts = TaskWaived(task=self.pk, what=self.what)
            self.ticket.record(facts, stamp.because(self.note))

    def remind(self, *, again_at: datetime, stamp: Stamp) -> None:
        """Say that its time has come and it is not done; the next time at `again_at`."""
        with self.ticket.in_hand():
            self.refresh_from_db(fields=["ended_at", "remind_at"])
            if not self.is_open or self.remind_at > stamp.at:
                return
            self.remind_at, self.reminders = again_at, self.reminders + 1
            self.save(update_fields=["remind_at", "reminders"])
            due = self.due_at.isoformat()
            facts = TaskSlipped(task=self.pk, what=self.what, due_at=due, times=self.reminders)
            self.ticket.record(facts, stamp)

    @classmethod
    def lapse_all(cls, ticket: Ticket, stamp: Stamp) -> None:
        """End what is still open because the ticket itself is over."""
        with ticket.in_hand():
            for task in cls.objects.open().filter(ticket=ticket).order_by("pk"):
                task.ticket = ticket
                task._end(Outcome.LAPSED, "", stamp)
                ticket.record(TaskWaived(task=task.pk, what=task.what, is_lapsed=True), stamp)

    def _must_be_open(self) -> None:
        self.refresh_from_db(fields=["ended_at", "outcome"])
        if not self.is_open:
            raise TaskEnded(_("This task has been ended meanwhile. Have a look at where it stands."))

    def _end(self, outcome: Outcome, note: str, stamp: Stamp) -> None:
        self.outcome, self.note = outcome, note
        self.ended_by_id = stamp.by.pk if stamp.by else None
        self.ended_at = max(self.at, stamp.at)
        self.save(update_fields=["outcome", "note", "ended_by", "ended_at"])
        self.ticket.keep(stamp=stamp)


def refuse_while_open(ticket: Ticket) -> None:
    """Refuse to take a ticket for solved while a part of its work is open.

    :raises TasksOpen: naming the parts
    """
    if tasks := list(
        Task.objects.open().filter(ticket=ticket).select_related("team").order_by("due_at", "pk")
    ):
        raise TasksOpen(tasks)


def _unfit(
    team: Team | None, contact: Person | None, due_at: datetime | None, stamp: Stamp | None
) -> dict[str, str]:
    """Return what does not fit, field → words. `stamp`: of a time that is said anew, and so must be to come."""
    unfit = {} if team else {"team": _("a team")}
    if team and contact and not team.members.filter(pk=contact.pk, is_active=True).exists():
        unfit["contact"] = _("somebody of the team")
    if due_at is None or (stamp and due_at <= stamp.at):
        unfit["due_at"] = _("a time that is still to come")
    return unfit
