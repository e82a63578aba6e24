"""One index over everything that can be found, in PostgreSQL, Chinese and Latin alike."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.kit.sql import tray
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.sql.fields import TokensField
from bihuan.kit.text.grams import as_vector

LONGEST_BODY = (
    20_000  # characters; what a search result could show of it, and what a vector comfortably holds
)


class DocKind(StrEnum):
    TICKET = "ticket"
    ARTICLE = "article"


class DocQuerySet(models.QuerySet["SearchDoc"]):
    def visible_to(self, person: Person | None) -> Self:
        """Keep what the person may find: staff everything, others what is public or their own."""
        if person is None:
            return self.filter(is_public=True)
        if person.may(Right.SEE_TICKETS):
            return self
        return self.filter(Q(is_public=True) | Q(person=person))

    def of_kind(self, kind: DocKind) -> Self:
        return self.filter(kind=kind)


class SearchDoc(models.Model):
    kind = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    number = models.CharField(max_length=40, help_text="typed alone, it leads straight there")
    title = models.CharField(max_length=300)
    body = models.TextField()
    tokens = TokensField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    category_id = models.BigIntegerField(null=True)
    is_public = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = DocQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="each_thing_once_in_the_index"),
            one_of("kind", DocKind, name="doc_kind_known"),
        ]
        indexes = [
            GinIndex(fields=["tokens"], name="doc_tokens", fastupdate=True),
            # Articles are few among many tickets, and asked for by any of many words (`near`).
            GinIndex(fields=["tokens"], condition=Q(kind="article"), name="doc_tokens_of_articles"),
            models.Index(fields=["kind", "-at"], name="doc_by_age"),
            models.Index(fields=["person", "-at"], name="doc_of_person"),
            models.Index(fields=["number"], opclasses=["text_pattern_ops"], name="doc_number_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @classmethod
    def put(
        cls,
        kind: DocKind,
        object_id: int,
        *,
        number: str,
        title: str,
        body: str,
        at: datetime,
        person_id: int | None = None,
        category_id: int | None = None,
        is_public: bool = False,
        is_new: bool = False,
    ) -> None:
        """Write or replace what is found of a thing; part of the transaction that changed it.

        :param is_new: that the thing was made in this transaction, so that nothing can be found of it yet
        """
        body = body[:LONGEST_BODY]
        said = {
            "number": number,
            "title": title[:300],
            "body": body,
            "tokens": as_vector(body, f"{number} {title}"),
            "person_id": person_id,
            "category_id": category_id,
            "is_public": is_public,
            "at": at,
        }
        if is_new or not cls.objects.filter(kind=kind, object_id=object_id).update(**said):
            tray.write(cls(kind=kind, object_id=object_id, **said))
