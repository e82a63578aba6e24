from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.events import Attempted
from bihuan.tickets.models.assignment import take_up
from bihuan.tickets.models.ticket import Ticket


class Result(StrEnum):
    HELPED = "helped"
    NO_EFFECT = "no_effect"
    NOT_APPLICABLE = "not_applicable"
    COULD_NOT = "could_not"


class NothingTried(Refused):
    """An attempt says what was done."""

    code = "nothing-tried"


class Attempt(models.Model):
    """Something that was tried, with its result: a step of the check list, or an agent's own idea (WRK-02)."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="attempts")
    step = models.CharField(max_length=40, blank=True, help_text="key of the check list's step")
    text = models.TextField()
    result = models.CharField(max_length=15)
    note = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("result", Result, name="attempt_result_known")]
        indexes = [models.Index(fields=["ticket", "id"], name="attempts_of_ticket")]

    def __str__(self) -> str:
        return f"attempt #{self.pk}"

    @classmethod
    def make(
        cls,
        ticket: Ticket,
        *,
        text: str,
        result: Result,
        stamp: Stamp,
        step: str = "",
        note: str = "",
        minutes: int = 0,
    ) -> Attempt:
        """Write down what was tried.

        :raises NothingTried: if `text` is empty
        """
        if not text.strip():
            raise NothingTried(_("Say what was tried."), {"text": _("needed")})
        with ticket.in_hand():
            take_up(ticket, stamp)
            attempt = cls.objects.create(
                ticket=ticket,
                step=step,
                text=text.strip(),
                result=result,
                note=note.strip(),
                minutes=minutes,
                by=stamp.by,
                at=stamp.at,
            )
            ticket.keep(stamp=stamp)
            ticket.record(Attempted(attempt=attempt.pk, result=result), stamp)
        return attempt
