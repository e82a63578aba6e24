from __future__ import annotations

from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.events import Amended, Solved
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models.assignment import take_up
from bihuan.tickets.models.hold import Hold
from bihuan.tickets.models.task import refuse_while_open
from bihuan.tickets.models.ticket import Ticket


class RecordIncomplete(Refused):
    """The record lacks what the next step needs."""

    code = "record-incomplete"

    def __init__(self, missing: dict[str, str]) -> None:
        words = _(", ").join(missing.values())
        super().__init__(_("Not yet: please add %(missing)s first.") % {"missing": words}, missing)


class Knowledge(StrEnum):
    UNSETTLED = ""
    LINKED = "linked"  # an article tells it already
    DRAFTED = "drafted"  # one was written because of this
    NONE_NEEDED = "none_needed"  # and why


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def standing(self) -> Self:
        return self.filter(refuted_at=None)


class Resolution(models.Model):
    """How a ticket was solved: cause, solution, how it was checked, and what became of the knowledge."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="resolutions")
    cause = models.TextField(blank=True)
    solution = models.TextField()
    verification = models.TextField(blank=True)
    is_workaround = models.BooleanField(default=False)
    # Settled by the room of knowledge, which writes it down here.
    knowledge = models.CharField(max_length=12, blank=True)
    knowledge_why = models.TextField(blank=True)
    article_number = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    refuted_at = models.DateTimeField(null=True, help_text="when the person said that it was not solved")

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=models.Q(refuted_at=None),
                name="one_standing_resolution_a_ticket",
            ),
            one_of("knowledge", Knowledge, name="knowledge_known"),
        ]
        indexes = [models.Index(fields=["article_number"], name="resolution_by_article")]

    def __str__(self) -> str:
        return f"resolution #{self.pk}"

    @classmethod
    def propose(
        cls,
        ticket: Ticket,
        *,
        solution: str,
        stamp: Stamp,
        cause: str = "",
        verification: str = "",
        spent_minutes: int = 0,
        is_workaround: bool = False,
    ) -> Resolution:
        """Solve the ticket; the person is then asked whether it is so.

        :raises RecordIncomplete: if the solution is empty; the rest may follow before the ticket is closed
        :raises TasksOpen: if a team still has a part of the work
        :raises ImpossibleMove: if the ticket is not in work
        """
        if not solution.strip():
            raise RecordIncomplete({"solution": _("the solution")})
        with ticket.in_hand():
            refuse_while_open(ticket)
            take_up(ticket, stamp)
            Hold.end_running(ticket, stamp)
            ticket.move(State.RESOLVED, stamp, resolved_at=stamp.at)
            resolution = cls.objects.create(
                ticket=ticket,
                cause=cause.strip(),
                solution=solution.strip(),
                verification=verification.strip(),
                is_workaround=is_workaround,
                by=stamp.by,
                at=stamp.at,
            )
            TimeSpent.add(ticket, minutes=spent_minutes, stamp=stamp)
            ticket.record(Solved(resolution=resolution.pk), stamp)
        return resolution

    def complete(self, *, stamp: Stamp, spent_minutes: int = 0, **fields: str | bool) -> None:
        """Fill in what the record still lacks, or put it right."""
        changes = {
            name: [getattr(self, name), new] for name, new in fields.items() if getattr(self, name) != new
        }
        with self.ticket.in_hand():
            for name, (_was, new) in changes.items():
                setattr(self, name, new)
            self.save(update_fields=list(changes))
            TimeSpent.add(self.ticket, minutes=spent_minutes, stamp=stamp)
            self.ticket.keep(stamp=stamp)
            if changes or spent_minutes:
                self.ticket.record(Amended.of(changes), stamp)


class TimeSpent(models.Model):
    """Minutes that somebody worked on a ticket (WRK-12)."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="time_spent")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ticket"], name="time_spent_on_ticket")]

    @classmethod
    def add(cls, ticket: Ticket, *, minutes: int, stamp: Stamp) -> None:
        if minutes > 0:
            cls.objects.create(ticket=ticket, person=stamp.by, minutes=minutes, at=stamp.at)

    @classmethod
    def total(cls, ticket: Ticket) -> int:
        """Return the minutes spent on a ticket so far, those of its attempts included."""
        spent = cls.objects.filter(ticket=ticket).aggregate(sum=Sum("minutes"))["sum"] or 0
        return spent + (ticket.attempts.aggregate(sum=Sum("minutes"))["sum"] or 0)
