from __future__ import annotations

from typing import Self

from django.db import models

from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.practices.knowledge.models.article import Article


class VoteQuerySet(models.QuerySet["Vote"]):
    def of(self, person: Person) -> Self:
        return self.filter(person=person)


class Vote(models.Model):
    """Whether an article helped somebody who read it; one a person, and the last word counts (KNO-01)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    has_helped = models.BooleanField()
    at = models.DateTimeField()

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="one_vote_a_person")]
        indexes = [models.Index(fields=["at", "article"], name="vote_by_time")]

    @classmethod
    def cast(cls, article: Article, *, has_helped: bool, stamp: Stamp) -> Vote:
        vote, _is_new = cls.objects.update_or_create(
            article=article, person=stamp.by, defaults={"has_helped": has_helped, "at": stamp.at}
        )
        return vote
