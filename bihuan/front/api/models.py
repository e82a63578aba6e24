from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.vault.tokens import digest_of

TOKEN_BYTES = 32
MARK = "bihuan_"  # by which scanners for leaked secrets know it
SHOWN = len(MARK) + 6  # characters of a token that a list shows, to tell it from others
LONGEST = timedelta(days=365)
MOST_TOKENS = 20  # that one person may have at a time
LISTED_AFTER_END = timedelta(days=90)
NOTE_USE_EVERY = timedelta(minutes=1)


class Scope(StrEnum):
    """What a token may be used for, at most; its person's rights bound it further."""

    PROFILE_READ = "profile:read"
    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"


class TooManyTokens(Refused):
    """Somebody has as many tokens as one person can keep an eye on."""

    code = "too-many-tokens"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def listed(self) -> Self:
        """Keep what is worth showing: tokens that are in force, and those that ended of late."""
        return self.filter(expires_at__gt=Now() - LISTED_AFTER_END).select_related("person", "revoked_by")

    def usable(self) -> Self:
        """Keep the tokens that open something now; one dies with its person."""
        return self.filter(revoked_at=None, expires_at__gt=Now(), person__is_active=True)

    def by_token(self, token: str) -> Self:
        return self.filter(digest=digest_of(token))


class ApiToken(models.Model):
    """A key for a program that acts for a person. It is shown once; only its digest is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("created_at") + LONGEST), name="token_lives_a_year_at_most"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[str(scope) for scope in Scope]), name="token_scopes_known"
            ),
        ]

    def __str__(self) -> str:
        return self.prefix

    @classmethod
    def make(cls, *, name: str, scopes: list[Scope], lives: timedelta, stamp: Stamp) -> tuple[ApiToken, str]:
        """Make a token for the one who signs; return it, and its secret, which nobody will see again.

        :raises TooManyTokens: if the person has MOST_TOKENS already
        """
        assert isinstance(stamp.by, Person)
        if cls.objects.of(stamp.by).usable().count() >= MOST_TOKENS:
            raise TooManyTokens(
                _("You have %(n)d tokens already. Revoke one that is no longer used.") % {"n": MOST_TOKENS}
            )
        secret = MARK + secrets.token_urlsafe(TOKEN_BYTES)
        token = cls.objects.create(
            person=stamp.by,
            name=name,
            prefix=secret[:SHOWN],
            digest=digest_of(secret),
            scopes=sorted(scopes),
            created_at=stamp.at,
            expires_at=stamp.at + min(lives, LONGEST),
        )
        return token, secret

    def revoke(self, stamp: Stamp) -> None:
        """End it for good; once revoked, it stays so, and by whom."""
        by = stamp.by.pk if stamp.by else None
        type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=stamp.at, revoked_by=by)

    def note_use(self) -> None:
        """Remember that it was used, at most once a minute: a busy program shall not write with each read."""
        lately = Q(last_used_at__gt=Now() - NOTE_USE_EVERY)
        type(self).objects.filter(~lately | Q(last_used_at=None), pk=self.pk).update(last_used_at=Now())

    def is_over(self, now: datetime) -> bool:
        return self.revoked_at is not None or self.expires_at <= now
