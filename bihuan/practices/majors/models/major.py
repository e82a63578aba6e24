from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql import tray
from bihuan.kit.sql.constraints import one_of
from bihuan.practices.majors.events import MajorAcknowledged, MajorOpened, MajorStoodDown, MajorTold
from bihuan.practices.majors.models.plan import Plan, Way
from bihuan.tickets.models import Ticket


class AcknowledgedAlready(Refused):
    """Whoever comes second finds that somebody has it, or that it is over."""

    code = "acknowledged-already"


class MajorQuerySet(models.QuerySet["Major"]):
    def running(self) -> Self:
        return self.filter(acknowledged_at=None, ended_at=None)

    def to_tell(self, now: datetime) -> Self:
        return self.running().filter(next_at__lte=now).order_by("next_at", "pk")


class Major(models.Model):
    """A ticket's time at level 1: people are told, round after round, until one of them acknowledges (TRI-04).

    One index on `next_at` answers who is to be told next, however many tickets there are.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="majors")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    rounds = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, help_text="of the next round; empty when there is none")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="when it was of level 1 no more, or solved")

    objects = MajorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="one_major_a_ticket"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="who_acknowledged_and_when",
            ),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(acknowledged_at=None, ended_at=None),
                name="nobody_is_told_after_the_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="major_next")
        ]

    def __str__(self) -> str:
        return f"level 1 of ticket #{self.ticket_id}"

    @property
    def is_running(self) -> bool:
        return self.acknowledged_at is None and self.ended_at is None

    @classmethod
    def open(cls, ticket: Ticket, plan: Plan, stamp: Stamp) -> Major:
        """Open the plan for a ticket, of which the first round of people is told at once."""
        with ticket.in_hand():
            major = tray.write_with_key(cls(ticket=ticket, plan=plan, opened_at=stamp.at, next_at=stamp.at))
            ticket.record(MajorOpened(major=major.pk, plan=plan.code), stamp)
        return major

    def tell(self, words: Iterable[tuple[Person, Way]], stamp: Stamp) -> None:
        """Note who was told by which way in a new round; part of a drain that holds the ticket."""
        told = list(words)
        self.rounds += 1
        self.next_at = stamp.at + timedelta(minutes=self.plan.repeat_minutes)
        self.save(update_fields=["rounds", "next_at"])
        Told.objects.bulk_create(
            Told(major=self, round=self.rounds, person=person, way=way, at=stamp.at) for person, way in told
        )
        facts = MajorTold(
            major=self.pk,
            round=self.rounds,
            persons=len({person.pk for person, _way in told}),
            channels=sorted({str(way) for _person, way in told}),
        )
        self.ticket.record(facts, stamp)

    def acknowledge(self, stamp: Stamp) -> None:
        """Take it up for all: nobody is told again.

        :raises AcknowledgedAlready: if somebody did before, or it is over
        """
        with self.ticket.in_hand():
            self.refresh_from_db()
            if not self.is_running:
                who = self.acknowledged_by
                raise AcknowledgedAlready(
                    _("%(name)s has acknowledged it already.") % {"name": who.name}
                    if who
                    else _("It is of level 1 no more, so there is nothing to acknowledge.")
                )
            assert isinstance(stamp.by, Person)
            self.acknowledged_by, self.acknowledged_at, self.next_at = stamp.by, stamp.at, None
            self.save(update_fields=["acknowledged_by", "acknowledged_at", "next_at"])
            self.ticket.record(MajorAcknowledged(major=self.pk, round=self.rounds), stamp)

    @classmethod
    def stand_down(cls, ticket: Ticket, stamp: Stamp) -> None:
        """End what the ticket had at level 1; where nothing runs, nothing happens."""
        with ticket.in_hand():
            major = cls.objects.filter(ticket=ticket, ended_at=None).first()
            if major is None:
                return
            major.ended_at, major.next_at = max(stamp.at, major.opened_at), None
            major.save(update_fields=["ended_at", "next_at"])
            ticket.record(MajorStoodDown(major=major.pk), stamp)


class Told(models.Model):
    """A word that went to a person: in which round, by which way, when."""

    major = models.ForeignKey(Major, models.PROTECT, related_name="told")
    round = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["major", "round", "person", "way"], name="each_word_once_a_round"
            ),
            one_of("way", Way, name="told_way_known"),
        ]

    def __str__(self) -> str:
        return f"round {self.round} of major #{self.major_id} by {self.way}"
