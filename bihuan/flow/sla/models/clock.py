from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from bihuan.flow.sla import clockwork
from bihuan.flow.sla.clockwork import RULING, Promise, Standing, Stop, stands_still
from bihuan.flow.sla.models.policy import Policy
from bihuan.flow.sla.models.target import Target
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.calendars.worktime import Hold as Held
from bihuan.ground.calendars.worktime import due
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.models import Ticket


class ClockQuerySet(models.QuerySet["Clock"]):
    def unsettled(self) -> Self:
        return self.filter(settled_at=None)

    def ruling(self) -> Self:
        """Keep those by which a ticket takes its place in the queues, and that are not held."""
        return self.unsettled().filter(promise__in=RULING, due_at__isnull=False)

    def settled(self) -> Self:
        return self.exclude(settled_at=None)

    def of_promise(self, promise: Promise) -> Self:
        return self.filter(promise=promise)

    def missed(self, now: datetime) -> Self:
        """Keep those that ran out: settled too late, or not settled and past due."""
        return self.filter(Q(settled_at__gt=F("due_at")) | Q(settled_at=None, due_at__lt=now))

    def with_calendar(self) -> Self:
        return self.select_related("calendar__region")


class Clock(models.Model):
    """One promise on one ticket, running against working time.

    Its facts are start, allowance and calendar; the holds are the ticket's. The due time is reckoned from these and
    never adjusted. `run` counts on when the same promise is made again: to the next team, or after a reopening.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="clocks")
    promise = models.CharField(max_length=20)
    run = models.PositiveSmallIntegerField(default=1)
    policy = models.ForeignKey(
        Policy, models.PROTECT, null=True, db_index=False, related_name="+", help_text="empty: the channel's"
    )
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    allowed = models.DurationField(help_text="working time")
    warn_before = models.DurationField(default=timedelta(minutes=30))
    due_at = models.DateTimeField(null=True, help_text="empty while the ticket is held")
    warn_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    _stood_still: Sequence[Held] = ()  # of the last reckoning; not kept

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "promise", "run"], name="each_run_of_a_promise_once"),
            models.UniqueConstraint(
                fields=["ticket", "promise"], condition=Q(settled_at=None), name="one_running_clock_a_promise"
            ),
            models.CheckConstraint(condition=Q(allowed__gte=timedelta()), name="allowance_not_below_zero"),
            one_of("promise", Promise, name="clock_promise_known"),
        ]
        indexes = [
            models.Index(fields=["promise", "-started_at"], name="clock_by_promise"),
            models.Index(fields=["due_at", "warn_at"], condition=Q(settled_at=None), name="clock_unsettled"),
            models.Index(
                fields=["promise", "ticket"],
                condition=Q(settled_at__gt=F("due_at")),
                name="clock_settled_late",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise} of ticket #{self.ticket_id}"

    AIM = ("policy_id", "allowed", "warn_before", "calendar_id")

    AIMED = ("policy", "allowed", "warn_before", "calendar", "due_at", "warn_at")

    def aim(self, target: Target) -> None:
        """Take over what a target promises; does not reckon."""
        self.policy_id = target.policy_id
        self.allowed, self.warn_before, self.calendar = target.allowed, target.warn_before, target.calendar
        if self.promise == Promise.UPDATE and self.started_at == self.ticket.filed_at:
            self.allowed = target.first_after

    def holds(self, stops: Iterable[Stop]) -> list[Held]:
        """Return when this clock stood still, of the times in which its ticket waited."""
        return [(stop.since, stop.until) for stop in stops if stands_still(self.promise, stop.reason)]

    def reckon(self, stops: Iterable[Stop]) -> None:
        """Set due time and warning anew from the facts; does not save. Reads `calendar` and its region."""
        self._stood_still = self.holds(stops)
        reckoned = clockwork.reckon(
            start=self.started_at,
            allowed=self.allowed,
            warn_before=self.warn_before,
            calendar=self.calendar.work_calendar(),
            holds=self._stood_still,
        )
        self.due_at, self.warn_at = reckoned.due_at, reckoned.warn_at

    def at_share(self, percent: int) -> datetime | None:
        """Return when so much of its time is used, as it was reckoned last; None while it is held."""
        return due(
            self.calendar.work_calendar(), self.started_at, self.allowed * percent / 100, self._stood_still
        )

    def after_due(self, span: timedelta | None) -> datetime:
        """Return the moment so much working time after it has run out. Reads `calendar` and its region."""
        assert self.due_at is not None
        return due(self.calendar.work_calendar(), self.due_at, span) if span else self.due_at

    def standing(self, now: datetime) -> Standing:
        return clockwork.standing(
            due_at=self.due_at, warn_at=self.warn_at, now=now, settled_at=self.settled_at
        )
