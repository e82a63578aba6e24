from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q

from bihuan.ground.channels.models import AlertSource, InboundMessage
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.models import Ticket


class Outcome(StrEnum):
    FILED = "filed"  # a new ticket
    ANSWERED = "answered"  # the person's word on his or her ticket
    NOTED = "noted"  # kept on a ticket for agents' eyes: a stranger's word, an automatic answer, a bounce
    GATHERED = "gathered"  # one of a storm, or of a fault that is known, on the ticket it began with


class Reception(models.Model):
    """What became of a message, so that none ends in silence."""

    message = models.OneToOneField(InboundMessage, models.PROTECT, related_name="reception")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="receptions")
    outcome = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("outcome", Outcome, name="reception_outcome_known")]

    def __str__(self) -> str:
        return f"{self.outcome} #{self.message_id}"


class FaultQuerySet(models.QuerySet["Fault"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def ready(self, now: datetime) -> Self:
        return self.filter(settle_at__lte=now).order_by("settle_at", "pk")


class Fault(models.Model):
    """What alerts with the same key report, and the ticket it has: one as long as it stands (INT-05)."""

    source = models.ForeignKey(AlertSource, models.PROTECT, related_name="faults")
    key = models.CharField(max_length=200)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="faults")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    severity = models.CharField(max_length=40, blank=True)
    labels = models.JSONField(default=dict)
    link = models.CharField(max_length=1000, blank=True)
    is_firing = models.BooleanField(default=True)
    is_told_firing = models.BooleanField(default=True, help_text="what the ticket's history says last")
    is_gathered = models.BooleanField(default=False, help_text="one of a storm, on the storm's ticket")
    times = models.PositiveIntegerField(default=1, help_text="that it was reported as firing")
    returns = models.PositiveIntegerField(default=0, help_text="that it fired again after a recovery")
    started_at = models.DateTimeField(null=True, help_text="as the tool says")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    recovered_at = models.DateTimeField(null=True)
    settle_at = models.DateTimeField(null=True, help_text="when what it did last counts, if it stays so")
    ended_at = models.DateTimeField(null=True, help_text="from when on the same key makes another ticket")

    objects = FaultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"], condition=Q(ended_at=None), name="one_standing_fault_a_key"
            ),
            models.CheckConstraint(
                condition=Q(is_firing=True, recovered_at=None)
                | Q(is_firing=False, recovered_at__isnull=False),
                name="fault_fires_or_has_recovered",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="faults_of_ticket"),
            models.Index(fields=["source", "-first_seen_at"], name="faults_of_source"),
            models.Index(
                fields=["settle_at", "id"], condition=Q(settle_at__isnull=False), name="fault_to_settle"
            ),
            models.Index(fields=["source"], condition=Q(is_firing=True, ended_at=None), name="fault_firing"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def asset(self) -> str:
        """Return the device that the source's own label names."""
        return str(self.labels.get(self.source.asset_label, ""))
