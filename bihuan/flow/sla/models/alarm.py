from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Self

from django.db import models
from django.db.models import Q

from bihuan.flow.sla.models.clock import Clock
from bihuan.kit.sql import tray


class Level(IntEnum):
    """Who is told: the handler before the time is over, the next level of people when it is."""

    WARNING = 1
    MISSED = 2


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def to_fire(self, now: datetime) -> Self:
        return self.filter(fired_at=None, fire_at__lte=now).order_by("fire_at", "pk")


class Alarm(models.Model):
    """A level of a clock with the moment at which it goes off, once.

    One index on `fire_at` answers what goes off next, however many clocks there are.
    """

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="alarms")
    level = models.PositiveSmallIntegerField()
    fire_at = models.DateTimeField(
        null=True, help_text="empty while the clock is held, or once it is settled"
    )
    fired_at = models.DateTimeField(null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "level"], name="each_level_once_a_clock"),
            models.CheckConstraint(
                condition=Q(level__in=[int(level) for level in Level]), name="alarm_level_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["fire_at", "id"], condition=Q(fired_at=None, fire_at__isnull=False), name="alarm_next"
            )
        ]

    def __str__(self) -> str:
        return f"level {self.level} of clock #{self.clock_id}"

    @classmethod
    def set_for(cls, clocks: list[Clock], at: datetime) -> None:
        """Set the alarms of some clocks by what was reckoned at `at`; what has gone off stays as it is."""
        by_pk = {clock.pk: clock for clock in clocks}
        alarms = list(Alarm.objects.filter(clock__in=clocks, fired_at=None))
        for alarm in alarms:
            alarm.set_by(by_pk[alarm.clock_id], at)
        Alarm.objects.bulk_update(alarms, ["fire_at"])

    @classmethod
    def make_for(cls, clock: Clock, at: datetime) -> None:
        for level in Level:
            alarm = cls(clock=clock, level=level)
            alarm.set_by(clock, at)
            tray.write(alarm)

    def set_by(self, clock: Clock, at: datetime) -> None:
        """Set when it goes off. A moment that was past before anybody could know goes off now, and nobody is warned
        of what has happened already.
        """
        moment = clock.warn_at if self.level == Level.WARNING else clock.due_at
        if clock.settled_at is not None or moment is None or clock.due_at is None:
            self.fire_at = None
        elif moment != self.fire_at:
            is_over = self.level == Level.WARNING and clock.due_at <= at
            self.fire_at = None if is_over else max(moment, at)
