from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Self

from django.db import models
from django.db.models import Q

from bihuan.flow.sla.calling import HIGHEST, MISSED, WARNING, shares_of, what_follows
from bihuan.flow.sla.models.clock import Clock
from bihuan.flow.sla.models.ladder import ladder_of, quiet_end
from bihuan.kit.sql import tray


class Level(IntEnum):
    """The levels that each clock has from its start, beside shares of its time; the others follow when it was missed."""

    WARNING = WARNING
    MISSED = MISSED


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def to_fire(self, now: datetime) -> Self:
        return self.filter(fired_at=None, fire_at__lte=now).order_by("fire_at", "pk")


class Alarm(models.Model):
    """A level of a clock with the moment at which it goes off, once; `turn` counts on when it calls again.

    One index on `fire_at` answers what goes off next, however many clocks there are.
    """

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="alarms")
    level = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField(default=1)
    share = models.PositiveSmallIntegerField(
        null=True, help_text="in percent of the time allowed, of a level that stands before the due time"
    )
    fire_at = models.DateTimeField(
        null=True, help_text="empty while the clock is held, or once it is settled"
    )
    fired_at = models.DateTimeField(null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "level", "turn", "share"],
                nulls_distinct=False,
                name="each_turn_of_a_level_once_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(level__range=(1, HIGHEST), turn__gte=1), name="alarm_level_in_range"
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
        cls._add_shares([clock for clock in clocks if clock.settled_at is None], at)

    @classmethod
    def _add_shares(cls, clocks: list[Clock], at: datetime) -> None:
        """Write the shares that clocks have by now and had not: by another policy, or by other levels."""
        wanted = [alarm for clock in clocks for alarm in cls.shares_for(clock)]
        if not wanted:
            return
        found = cls.objects.filter(clock__in=clocks).exclude(share=None)
        known = set(found.values_list("clock", "level", "share"))
        missing = [one for one in wanted if (one.clock_id, one.level, one.share) not in known]
        for alarm in missing:
            alarm.set_by(alarm.clock, at)
        Alarm.objects.bulk_create(missing)

    @classmethod
    def shares_for(cls, clock: Clock) -> list[Alarm]:
        """Return the alarms at shares of a clock's time, not set yet."""
        ladder = ladder_of(clock.promise, clock.policy_id)
        return [cls(clock=clock, level=level, share=share) for level, share in shares_of(ladder)]

    @classmethod
    def first_of(cls, clock: Clock) -> list[Alarm]:
        """Return the alarms that a clock has from its start, not set yet."""
        return [*(cls(clock=clock, level=level) for level in Level), *cls.shares_for(clock)]

    @classmethod
    def that_follow(cls, gone_off: Alarm, now: datetime) -> list[Alarm]:
        """Return the calls that follow one that goes off now; reads the clock, its calendar and its ticket."""
        clock = gone_off.clock
        quiet = quiet_end(now, clock.ticket.priority)
        ladder = ladder_of(clock.promise, clock.policy_id)
        following = what_follows(ladder, gone_off.level, gone_off.turn, now, quiet)
        share = gone_off.share
        return [
            cls(
                clock=clock,
                level=one.level,
                turn=one.turn,
                share=share,
                fire_at=one.at or clock.after_due(one.after),
            )
            for one in following
            if share is None or one.level == gone_off.level
        ]

    @classmethod
    def make_for(cls, clock: Clock, at: datetime) -> None:
        for alarm in cls.first_of(clock):
            alarm.set_by(clock, at)
            tray.write(alarm)

    def set_by(self, clock: Clock, at: datetime) -> None:
        """Set when it goes off. A moment that was past before anybody could know goes off now, and nobody is warned
        of what has happened already.
        """
        if clock.settled_at is not None or clock.due_at is None:
            self.fire_at = None
        elif self.turn > 1 or (self.level > Level.MISSED and self.share is None):
            return  # follows what has gone off, whenever that was
        elif (moment := self._moment(clock)) is None:
            self.fire_at = None
        elif moment != self.fire_at:
            is_over = self.level != Level.MISSED and clock.due_at <= at
            self.fire_at = None if is_over else max(moment, at)

    def _moment(self, clock: Clock) -> datetime | None:
        """Return when it is to go off; None for a share that the clock no longer has."""
        if self.share is None:
            return clock.warn_at if self.level == Level.WARNING else clock.due_at
        is_still_one = (self.level, self.share) in shares_of(ladder_of(clock.promise, clock.policy_id))
        return clock.at_share(self.share) if is_still_one else None
