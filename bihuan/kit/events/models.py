from __future__ import annotations

from django.conf import settings
from django.db import models

from bihuan.kit.events.facts import Facts
from bihuan.kit.events.stamp import Stamp


class Event(models.Model):
    """Something that happened, written once and never changed."""

    kind = models.CharField(max_length=60)
    facts = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    via = models.CharField(max_length=20)
    why = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def said(self) -> Facts:
        return Facts.from_json(self.kind, self.facts)

    @property
    def stamp(self) -> Stamp:
        return Stamp(by=self.by, at=self.at, via=self.via, why=self.why)

    @property
    def address(self) -> str:
        """Return how a job finds the event again."""
        return f"{self._meta.label}:{self.pk}"

    @property
    def topic(self) -> str:
        """Return the name under which open pages wait for news of this."""
        raise NotImplementedError(f"{type(self).__name__} has no topic")

    def sign(self, facts: Facts, stamp: Stamp) -> None:
        self.kind, self.facts = facts.kind, facts.to_json()
        self.by = stamp.by  # type: ignore[assignment]  # a person: whoever signs is one, and the kit knows none
        self.at, self.via, self.why = stamp.at, stamp.via, stamp.why
