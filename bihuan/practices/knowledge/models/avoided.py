from __future__ import annotations

from datetime import timedelta

from django.db import models

from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.practices.knowledge.models.article import Article

COUNTS_ONCE_IN = timedelta(days=1)


class Avoided(models.Model):
    """A request that was not made, because an article told the person what to do (KNO-03)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="avoided")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="avoided_by_time")]

    def __str__(self) -> str:
        return f"request avoided #{self.pk}"

    @classmethod
    def note(cls, article: Article, stamp: Stamp) -> None:
        """Count it; the same person, helped by the same article again within a day, is one request less, not two."""
        person = stamp.by if isinstance(stamp.by, Person) else None
        lately = cls.objects.filter(article=article, person=person, at__gt=stamp.at - COUNTS_ONCE_IN)
        if person is None or not lately.exists():
            cls.objects.create(article=article, person=person, at=stamp.at)
