from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.flow.sla.calling import MISSED
from bihuan.flow.sla.events import ClockAcknowledged
from bihuan.flow.sla.models.alarm import Alarm
from bihuan.flow.sla.models.clock import Clock
from bihuan.ground.people.models import Person
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp


class NothingToAcknowledge(Refused):
    """Nobody was called because of this clock, or it has been settled."""

    code = "nothing-to-acknowledge"


class Acknowledgement(models.Model):
    """Somebody has seen that a clock calls, and looks after it (确认升级): nobody further is called."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="acknowledgements")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"acknowledgement of clock #{self.clock_id}"

    @classmethod
    def make(cls, clock: Clock, stamp: Stamp) -> Self:
        """Stop the chain of calls. What runs out, or runs on to a further share, begins a new one.

        :raises NothingToAcknowledge: if nothing has gone off, or the clock is settled
        """
        ticket = clock.ticket
        with ticket.in_hand():
            clock.refresh_from_db(fields=["settled_at"])
            if clock.settled_at is not None or not clock.alarms.exclude(fired_at=None).exists():
                raise NothingToAcknowledge(_("There is no call to acknowledge any more."))
            chain = Alarm.objects.filter(clock=clock, fired_at=None).filter(
                Q(turn__gt=1) | Q(level__gt=MISSED, share=None)
            )
            chain.delete()
            made = cls.objects.create(clock=clock, by=stamp.by, at=stamp.at)
            ticket.record(ClockAcknowledged(clock=clock.pk, promise=clock.promise), stamp)
        return made
