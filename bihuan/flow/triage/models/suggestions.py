"""What is suggested for a ticket, and what it is suggested from: words, and what earlier tickets taught."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from bihuan.flow.triage.advising import Taught
from bihuan.flow.triage.suggesting import Hint
from bihuan.ground.catalogue.models import Category, categories_by_code
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.models import Ticket


class Says(StrEnum):
    URGENCY = "urgency"
    IMPACT = "impact"


class HintWord(models.Model):
    """A word that speaks for an urgency or an impact, and how strongly: 3 nearly decides, 1 is a hint."""

    word = models.CharField(max_length=60)
    says = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField()
    weight = models.FloatField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "says"], name="each_hint_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 3)), name="hint_level_1_to_3"),
            one_of("says", Says, name="hint_says_known"),
        ]

    def __str__(self) -> str:
        return self.word


class Suggestion(models.Model):
    """What its words and earlier tickets suggested for a ticket: category, impact and urgency, why, and which stood (TRI-02)."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="suggestion")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    impact = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    words = models.JSONField(default=list, help_text="the words that spoke for it")
    others = models.JSONField(
        default=list, help_text="codes of the categories next to it, the likelier first"
    )
    # Of the earlier suggestions that led as clearly as this one: how many were right. 0 of 0 where nothing was learnt.
    right = models.PositiveIntegerField(default=0)
    alike = models.PositiveIntegerField(default=0)
    is_sure = models.BooleanField(default=False)
    stood = models.BooleanField(null=True, help_text="empty until a person has looked")
    # The same of the levels. One that nothing spoke for is as usual, and no suggestion.
    impact_words = models.JSONField(default=list)
    impact_right = models.PositiveIntegerField(default=0)
    impact_alike = models.PositiveIntegerField(default=0)
    impact_stood = models.BooleanField(null=True)
    urgency_words = models.JSONField(default=list)
    urgency_right = models.PositiveIntegerField(default=0)
    urgency_alike = models.PositiveIntegerField(default=0)
    urgency_stood = models.BooleanField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("alike")), name="not_more_right_than_alike"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    impact_right__lte=models.F("impact_alike"), urgency_right__lte=models.F("urgency_alike")
                ),
                name="levels_not_more_right_than_alike",
            ),
        ]

    def __str__(self) -> str:
        return f"suggestion for ticket #{self.ticket_id}"

    @property
    def all_words(self) -> list[str]:
        """Return the words that spoke for any of the three."""
        return [*self.words, *self.impact_words, *self.urgency_words]

    @property
    def has_impact(self) -> bool:
        return bool(self.impact_words or self.impact_alike)

    @property
    def has_urgency(self) -> bool:
        return bool(self.urgency_words or self.urgency_alike)

    def settle(self, *, category: str, impact: int, urgency: int, stamp: Stamp) -> None:
        """Remember the first judgement of a person, of each that was suggested; later ones do not change it."""
        if self.settled_at is not None:
            return
        self.settled_at = stamp.at
        self.stood = self.category.code == category if self.category else None
        self.impact_stood = self.impact == impact if self.has_impact else None
        self.urgency_stood = self.urgency == urgency if self.has_urgency else None
        self.save(update_fields=["stood", "impact_stood", "urgency_stood", "settled_at"])


class Learnt(models.Model):
    """What the desk has learnt from its own tickets: the last lesson, alone."""

    at = models.DateTimeField()
    tickets = models.PositiveIntegerField(help_text="learnt from")
    taught = models.JSONField(help_text="see `advising.Taught`")

    def __str__(self) -> str:
        return f"learnt from {self.tickets} tickets"


def _hints() -> dict[str, list[Hint]]:
    hints: dict[str, list[Hint]] = {Says.URGENCY: [], Says.IMPACT: []}
    for says, word, level, weight in HintWord.objects.values_list("says", "word", "level", "weight"):
        hints[says].append(Hint(word, level, weight))
    return hints


def _last_lesson() -> Taught:
    told = Learnt.objects.order_by("-pk").values_list("taught", flat=True).first()
    return Taught.from_json(told) if told else Taught()


# What each word says, by what it speaks for.
hint_words = Kept(_hints, HintWord)
# What earlier tickets taught; nothing on a new desk.
taught = Kept(_last_lesson, Learnt)


def open_keywords() -> dict[str, dict[str, float]]:
    """Return the keywords of the categories that take tickets, by their codes."""
    return {one.code: one.keywords for one in categories_by_code().values() if one.is_active and one.team_id}
