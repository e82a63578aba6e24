from __future__ import annotations

from enum import StrEnum

from django.db import models

from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.constraints import one_of
from bihuan.practices.knowledge.models.article import Article
from bihuan.tickets.models import Ticket


class Outcome(StrEnum):
    USED = "used"
    HELPED = "helped"
    FAILED = "failed"


class Use(models.Model):
    """An article used on a ticket, and whether it helped (WRK-01)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="uses")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="knowledge_used")
    outcome = models.CharField(max_length=8, default=Outcome.USED)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "ticket"], name="an_article_once_a_ticket"),
            one_of("outcome", Outcome, name="use_outcome_known"),
        ]
        indexes = [models.Index(fields=["at", "article"], name="use_by_time")]

    @classmethod
    def note(cls, article: Article, ticket: Ticket, stamp: Stamp, outcome: Outcome = Outcome.USED) -> Use:
        """Remember that the article was used on the ticket, or how that went."""
        use, is_new = cls.objects.get_or_create(
            article=article, ticket=ticket, defaults={"outcome": outcome, "by": stamp.by, "at": stamp.at}
        )
        if not is_new and outcome is not Outcome.USED:
            use.outcome, use.at, use.by_id = outcome, stamp.at, stamp.by.pk if stamp.by else None
            use.save(update_fields=["outcome", "by", "at"])
        return use
