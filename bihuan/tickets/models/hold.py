from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.events import Held, Resumed
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models.ticket import Ticket


class HoldWithoutEnd(Refused):
    """Whoever puts something aside says until when."""

    code = "hold-without-end"


class HoldQuerySet(models.QuerySet["Hold"]):
    def running(self) -> Self:
        return self.filter(until=None)

    def to_wake(self, now: datetime) -> Self:
        return self.running().filter(wakes_at__lte=now)


class Hold(models.Model):
    """A stretch of waiting (挂起), with whom or what for, and why."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=10)
    why = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    wakes_at = models.DateTimeField(null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(until=None), name="one_running_hold_a_ticket"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="hold_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~Q(reason=HoldReason.DATE) | Q(wakes_at__isnull=False), name="aside_until"
            ),
            one_of("reason", HoldReason, name="hold_reason_known"),
        ]
        indexes = [models.Index(fields=["wakes_at"], condition=Q(until=None), name="hold_to_wake")]

    def __str__(self) -> str:
        return f"hold #{self.pk} ({self.reason})"

    @property
    def span(self) -> tuple[datetime, datetime | None]:
        return self.since, self.until

    @classmethod
    def begin(
        cls,
        ticket: Ticket,
        *,
        reason: HoldReason,
        stamp: Stamp,
        why: str = "",
        wakes_at: datetime | None = None,
    ) -> Hold:
        """Let the ticket wait.

        :raises HoldWithoutEnd: if it is put aside until a date and none is given, or one that is over
        """
        if reason is HoldReason.DATE and (wakes_at is None or wakes_at <= stamp.at):
            raise HoldWithoutEnd(
                _("Say until when: choose a moment that is still to come."), {"wakes_at": _("needed")}
            )
        with ticket.in_hand():
            ticket.move(State.WAITING, stamp)
            hold = cls.objects.create(
                ticket=ticket, reason=reason, why=why, since=stamp.at, wakes_at=wakes_at
            )
            ticket.record(Held(hold=hold.pk, reason=reason), stamp.because(why or stamp.why))
        return hold

    def end(self, stamp: Stamp) -> None:
        with self.ticket.in_hand():
            self.ticket.move(State.IN_PROGRESS, stamp)
            self.until = max(self.since, stamp.at)  # what came before it began may be read only now
            self.save(update_fields=["until"])
            self.ticket.record(Resumed(hold=self.pk), stamp)

    @classmethod
    def end_running(cls, ticket: Ticket, stamp: Stamp) -> None:
        """End whatever the ticket waits for; part of a verb that goes on with it."""
        for hold in cls.objects.running().filter(ticket=ticket):
            hold.ticket = ticket
            hold.end(stamp)

    @classmethod
    def end_waiting_for_person(cls, ticket: Ticket, stamp: Stamp) -> None:
        for hold in cls.objects.running().filter(ticket=ticket, reason=HoldReason.PERSON):
            hold.ticket = ticket
            hold.end(stamp)
