from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models.policy import Policy
from bihuan.ground.calendars.models import Calendar
from bihuan.kit.sql.constraints import one_of


class Target(models.Model):
    """What a policy promises at a priority: so much working time of a calendar, with a warning before."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="targets")
    promise = models.CharField(max_length=20)
    priority = models.PositiveSmallIntegerField()
    allowed = models.DurationField()
    warn_before = models.DurationField(default=timedelta(minutes=30))
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    first_after = models.DurationField(
        default=timedelta(), help_text="of updates: none is owed sooner after the ticket was filed"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "promise", "priority"], name="one_target_a_policy_promise_priority"
            ),
            models.CheckConstraint(
                condition=Q(priority__range=(1, 4), allowed__gte=timedelta(), warn_before__gte=timedelta()),
                name="target_in_range",
            ),
            models.CheckConstraint(
                condition=Q(first_after__gte=timedelta()), name="first_after_not_below_zero"
            ),
            one_of("promise", Promise, name="target_promise_known"),
        ]

    def __str__(self) -> str:
        return f"{self.promise} P{self.priority}"
