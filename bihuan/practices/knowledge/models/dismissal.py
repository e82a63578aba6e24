from __future__ import annotations

from enum import StrEnum

from django.db import models

from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.constraints import one_of


class GapKind(StrEnum):
    WORDS = "words"  # that found nothing
    CATEGORY = "category"  # whose tickets have no article that is used
    ARTICLE = "article"  # that does not help


class Dismissal(models.Model):
    """A gap in the knowledge that somebody has looked at and wants to see no more (KNO-06)."""

    kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=60, help_text="the words, a category's code, an article's number")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="a_gap_is_dismissed_once"),
            one_of("kind", GapKind, name="gap_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @classmethod
    def note(cls, kind: GapKind, subject: str, stamp: Stamp) -> None:
        cls.objects.get_or_create(kind=kind, subject=subject, defaults={"by": stamp.by, "at": stamp.at})

    @classmethod
    def take_back(cls, kind: GapKind, subject: str) -> None:
        cls.objects.filter(kind=kind, subject=subject).delete()
