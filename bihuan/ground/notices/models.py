"""A word to one of our own people (通知): in the bell at once, and by mail where he or she wants it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q

from bihuan.ground.people.models import Person
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.live.publish import publish
from bihuan.kit.sql import tray
from bihuan.kit.sql.constraints import one_of


class NoticeKind(StrEnum):
    ASSIGNED = "assigned"
    ANSWERED = "answered"  # the person wrote again
    WARNING = "warning"  # a clock is about to run out
    MISSED = "missed"  # a clock has run out
    ESCALATED = "escalated"
    REOPENED = "reopened"
    NUDGED = "nudged"
    CONFIRMED = "confirmed"
    RATED = "rated"
    TASK = "task"  # a part of a ticket's work is mine or my team's, or is ended
    SLIPPED = "slipped"  # its time has come and it is not done
    ROSTER = "roster"  # leave or a swap was asked, or decided


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: Person) -> Self:
        return self.filter(to=person)

    def unseen(self) -> Self:
        return self.filter(seen_at=None)


class Notice(models.Model):
    to = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=200, help_text="the page it leads to")
    about = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [one_of("kind", NoticeKind, name="notice_kind_known")]
        indexes = [
            models.Index(fields=["to", "-id"], name="notice_of_person"),
            models.Index(fields=["to"], condition=Q(seen_at=None), name="notice_unseen"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def tell(
        cls,
        person: Person,
        kind: NoticeKind,
        *,
        title: str,
        path: str,
        at: datetime,
        text: str = "",
        about: str = "",
    ) -> Notice:
        """Put the word into the person's bell, whose open pages hear of it at commit."""
        notice = tray.write(
            cls(to=person, kind=kind, title=title[:200], text=text, path=path, at=at, about=about)
        )
        publish(f"person:{person.pk}")
        return notice

    def see(self, at: datetime) -> None:
        """Mark it as seen; the second time is none."""
        if self.seen_at is None:
            self.seen_at = at
            self.save(update_fields=["seen_at"])
            publish(f"person:{self.to_id}")

    @classmethod
    def see_all(cls, person: Person, at: datetime) -> int:
        """Mark everything in the bell as seen; return how much that was."""
        seen = cls.objects.of(person).unseen().update(seen_at=at)
        publish(f"person:{person.pk}")
        return seen


class Preference(models.Model):
    """Whether a person wants a kind of notice by mail, too. Without a row: `BY_MAIL` says."""

    BY_MAIL = frozenset(
        {
            NoticeKind.ASSIGNED,
            NoticeKind.WARNING,
            NoticeKind.MISSED,
            NoticeKind.ESCALATED,
            NoticeKind.TASK,
            NoticeKind.SLIPPED,
        }
    )

    person = models.ForeignKey(Person, models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=12)
    by_mail = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_preference_a_kind"),
            one_of("kind", NoticeKind, name="preference_kind_known"),
        ]

    @classmethod
    def choose(cls, person: Person, kinds: Collection[NoticeKind]) -> None:
        """Take the person's choice: which kinds he or she wants by mail; of all others none."""
        for kind in NoticeKind:
            cls.objects.update_or_create(person=person, kind=kind, defaults={"by_mail": kind in kinds})

    @classmethod
    def chosen_by(cls, person: Person) -> set[NoticeKind]:
        """Return the kinds that the person gets by mail, by own choice or as delivered."""
        own = dict(cls.objects.filter(person=person).values_list("kind", "by_mail"))
        return {kind for kind in NoticeKind if own.get(kind, kind in cls.BY_MAIL)}

    @classmethod
    def wants_mail(cls, person: Person, kind: NoticeKind) -> bool:
        return _own().get((person.pk, kind), kind in cls.BY_MAIL)


def _by_person() -> dict[tuple[int, str], bool]:
    own = Preference.objects.values_list("person_id", "kind", "by_mail")
    return {(person, kind): by_mail for person, kind, by_mail in own}


_own = Kept(_by_person, Preference)
