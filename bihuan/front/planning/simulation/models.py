"""A question what would have been, with what was asked and what came of it, to be looked at again and shared."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from bihuan.ground.people.models import Person, Team
from bihuan.ground.people.rights import Right
from bihuan.kit.events.stamp import Stamp

WHOLE = 100


class WhatIfQuerySet(models.QuerySet["WhatIf"]):
    def visible_to(self, person: Person) -> Self:
        """Keep what the person may see: whoever may plan sees what others have asked, too."""
        return self if person.may(Right.PLAN_DUTY) else self.none()


class WhatIf(models.Model):
    """A month of a team, replayed as it was and with a change. It is reckoned by a job, and stays as it was reckoned."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    month = models.DateField(help_text="its first day")
    change = models.JSONField(help_text="what is to be different; see change.py")
    seed = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField(default=0, help_text="in per cent")
    ended_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True, help_text="what came of it; see result.py")
    trouble = models.CharField(max_length=200, blank=True, help_text="why nothing came of it")

    objects = WhatIfQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=WHOLE), name="whatif_progress_in_per_cent"),
            models.CheckConstraint(
                condition=Q(ended_at=None, result=None, trouble="")
                | Q(ended_at__isnull=False, result__isnull=False, trouble="")
                | Q(ended_at__isnull=False, result=None) & ~Q(trouble=""),
                name="whatif_ends_with_a_result_or_trouble",
            ),
        ]
        indexes = [models.Index(fields=["-id"], name="whatif_newest")]

    def __str__(self) -> str:
        return f"what if #{self.pk}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @classmethod
    def ask(cls, *, team: Team, month: Any, change: dict[str, Any], stamp: Stamp) -> WhatIf:
        return cls.objects.create(team=team, month=month, change=change, by=stamp.by, at=stamp.at)

    def come_to(self, per_cent: int) -> None:
        """Say how far it is, to whoever waits for it."""
        WhatIf.objects.filter(pk=self.pk, ended_at=None).update(progress=min(per_cent, WHOLE))

    def end(self, at: datetime, *, result: dict[str, Any] | None = None, trouble: str = "") -> None:
        """Keep what came of it; the second time changes nothing."""
        WhatIf.objects.filter(pk=self.pk, ended_at=None).update(
            progress=WHOLE, ended_at=at, result=result, trouble=trouble
        )
