from __future__ import annotations

from datetime import timedelta

from django.db import models

from bihuan.flow.sla.clockwork import Promise
from bihuan.ground.calendars.models import Calendar, Region
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.sql.constraints import one_of


class Target(models.Model):
    """What is promised at a priority: so much working time of a calendar, with a warning before."""

    promise = models.CharField(max_length=20)
    priority = models.PositiveSmallIntegerField()
    allowed = models.DurationField()
    warn_before = models.DurationField(default=timedelta(minutes=30))
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "priority"], name="one_target_a_promise_and_priority"),
            models.CheckConstraint(
                condition=models.Q(
                    priority__range=(1, 4), allowed__gte=timedelta(), warn_before__gte=timedelta()
                ),
                name="target_in_range",
            ),
            one_of("promise", Promise, name="target_promise_known"),
        ]

    def __str__(self) -> str:
        return f"{self.promise} P{self.priority}"


def _by_priority() -> dict[int, list[Target]]:
    targets: dict[int, list[Target]] = {}
    for target in Target.objects.select_related("calendar__region"):
        targets.setdefault(target.priority, []).append(target)
    return targets


targets_by_priority = Kept(_by_priority, Target, Calendar, Region)
