from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.timezone import get_default_timezone

from bihuan.flow.sla.calling import HIGHEST, MISSED, SHORTEST, URGENT, Ladder, Rung, Who, quiet_until
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models.policy import Policy
from bihuan.kit.kept.keeping import Kept


class CallLevel(models.Model):
    """A level of escalation (升级级别) of one promise, or, with none named, of all that have no levels of their own.

    Those of a policy go before those for all policies.
    """

    policy = models.ForeignKey(
        Policy, models.CASCADE, null=True, related_name="levels", help_text="empty: all that have none"
    )
    promise = models.CharField(max_length=20, blank=True)
    level = models.PositiveSmallIntegerField()
    after = models.DurationField(default=timedelta(), help_text="working time after the due time")
    share = models.PositiveSmallIntegerField(
        null=True, help_text="before the due time, at so many percent of the time allowed; empty: after it"
    )
    calls = ArrayField(models.CharField(max_length=10), default=list)
    repeat_every = models.DurationField(null=True, help_text="until somebody acknowledges; empty: once")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "promise", "level"],
                nulls_distinct=False,
                name="each_level_once_a_policy_promise",
            ),
            models.CheckConstraint(condition=Q(level__range=(1, HIGHEST)), name="call_level_in_range"),
            models.CheckConstraint(
                condition=Q(after__gte=timedelta()) & (Q(level__gt=MISSED) | Q(after=timedelta())),
                name="the_first_two_levels_have_their_moment",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__range=(1, 99), level__gt=MISSED, after=timedelta()),
                name="a_share_stands_for_the_time_after",
            ),
            models.CheckConstraint(
                condition=Q(repeat_every=None) | Q(repeat_every__gte=timedelta(minutes=1)),
                name="calls_repeat_by_the_minute",
            ),
            models.CheckConstraint(condition=~Q(calls=[]), name="each_level_calls_somebody"),
        ]

    def __str__(self) -> str:
        return f"level {self.level} of {self.promise or 'all'}"

    @property
    def rung(self) -> Rung:
        return Rung(
            self.level, self.after, tuple(Who(one) for one in self.calls), self.repeat_every, self.share
        )


class QuietHours(models.Model):
    """When nobody is called, but for what is critical (静默时段); one row, or none."""

    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="quiet_hours_once"),
            models.CheckConstraint(condition=~Q(starts=models.F("ends")), name="quiet_hours_last"),
        ]

    def __str__(self) -> str:
        return f"{self.starts} to {self.ends}"


def _read_ladders() -> dict[tuple[int | None, str], Ladder]:
    ladders: dict[tuple[int | None, str], list[Rung]] = {}
    for one in CallLevel.objects.order_by("policy", "promise", "level"):
        ladders.setdefault((one.policy_id, one.promise), []).append(one.rung)
    return dict(ladders)


_ladders = Kept(_read_ladders, CallLevel)
_quiet = Kept(lambda: QuietHours.objects.first(), QuietHours)


def ladder_of(promise: Promise | str, policy: int | None = None) -> Ladder:
    """Return the levels of a promise: its own by the policy, the policy's for all, its own, those for all, or the
    shortest there are.
    """
    ladders = _ladders()
    found = (ladders.get((whose, what)) for whose in dict.fromkeys((policy, None)) for what in (promise, ""))
    return next((ladder for ladder in found if ladder), SHORTEST)


def quiet_end(now: datetime, priority: int) -> datetime | None:
    """Return until when a ticket of that priority calls nobody now; None if it may."""
    hours = _quiet()
    if hours is None or priority == URGENT:
        return None
    return quiet_until(now.astimezone(get_default_timezone()), hours.starts, hours.ends)
