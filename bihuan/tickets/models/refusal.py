from __future__ import annotations

from enum import StrEnum

from django.db import models

from bihuan.ground.people.models import Person
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.models.ticket import Ticket


class RefusalReason(StrEnum):
    """Why a ticket is turned away; its words are the reply template of the same code."""

    OUT_OF_SCOPE = "out_of_scope"  # another department's
    SELF_HELP = "self_help"  # the person can do it alone, and is told how
    OUTAGE_KNOWN = "outage_known"  # the whole company knows, and it is being worked on


class Refusal(models.Model):
    """That a ticket was turned away (不受理): why, and which article was handed along (TRI-05)."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="refusals")
    reason = models.CharField(max_length=12)
    article_number = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("reason", RefusalReason, name="refusal_reason_known")]

    def __str__(self) -> str:
        return f"refusal #{self.pk}: {self.reason}"
