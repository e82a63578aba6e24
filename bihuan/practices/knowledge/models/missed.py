from __future__ import annotations

import re
from datetime import date

from django.db import models
from django.db.models import F, Q

from bihuan.kit.text.grams import fold, runs

LONGEST_WORDS, SHORTEST_WORDS = 60, 2  # characters
MOST_A_DAY = 500  # different words; whoever types nonsense by a machine fills no table
TELLS_OF_SOMEBODY = re.compile(r"@|(?<![0-9A-Za-z])\d{7,}")  # an address, a telephone; no error code


class Missed(models.Model):
    """Words for which no article was found on a day, and how often (KNO-06). Who searched is not kept."""

    words = models.CharField(max_length=LONGEST_WORDS)
    on = models.DateField()
    times = models.PositiveIntegerField(default=0)
    is_near = models.BooleanField(default=False, help_text="something that only comes near was found")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["on", "words"], name="missed_words_once_a_day"),
            models.CheckConstraint(condition=~Q(words=""), name="missed_says_something"),
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def note(cls, words: str, on: date, *, is_near: bool) -> None:
        """Count a search without a hit; words that are too short or tell of somebody are not kept.

        One statement for words that were missed today already, else four at most.
        """
        said = " ".join(fold(run) for run in runs(words))[:LONGEST_WORDS].strip()
        if len(said) < SHORTEST_WORDS or TELLS_OF_SOMEBODY.search(words):
            return
        row = cls.objects.filter(on=on, words=said)
        once_more = {"times": F("times") + 1, "is_near": is_near}
        if row.update(**once_more) or cls.objects.filter(on=on).count() >= MOST_A_DAY:
            return
        Missed.objects.bulk_create(
            [Missed(on=on, words=said)], ignore_conflicts=True
        )  # two may miss it at once
        row.update(**once_more)
