from __future__ import annotations

from enum import StrEnum

from django.db import models

from bihuan.ground.channels.models import InboundMessage
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.models import Ticket


class Outcome(StrEnum):
    FILED = "filed"  # a new ticket
    ANSWERED = "answered"  # the person's word on his or her ticket
    NOTED = "noted"  # kept on a ticket for agents' eyes: a stranger's word, an automatic answer, a bounce
    GATHERED = "gathered"  # one of a storm, kept on the ticket that the storm began with


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
