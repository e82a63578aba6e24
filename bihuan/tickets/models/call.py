from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models.ticket import Ticket


class Call(models.Model):
    """The telephone call that a ticket came by: when it rang, was answered and ended (INT-01)."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="call")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", help_text="who answered")
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__gte=F("rang_at"), ended_at__gte=F("answered_at")),
                name="call_rang_was_answered_and_ended",
            ),
        ]
        indexes = [models.Index(fields=["rang_at"], name="call_rang")]

    def __str__(self) -> str:
        return f"call of ticket #{self.ticket_id}"

    @classmethod
    def note(cls, ticket: Ticket, *, rang_at: datetime, answered_at: datetime, stamp: Stamp) -> Call:
        """Write down the call that ends as its ticket is filed."""
        return cls.objects.create(
            ticket=ticket, by=stamp.by, rang_at=rang_at, answered_at=answered_at, ended_at=stamp.at
        )
