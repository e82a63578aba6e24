"""Files that people send, kept in the database, so that one backup holds everything and every machine sees them."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.db import models

from bihuan.kit.files import kinds
from bihuan.kit.files.names import safe_name
from bihuan.kit.sql.constraints import one_of


class Blob(models.Model):
    """The bytes themselves, once each however often they are sent."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    @classmethod
    def keep(cls, content: bytes) -> Blob:
        digest = hashlib.sha256(content).hexdigest()
        blob, _ = cls.objects.only("sha256").get_or_create(sha256=digest, defaults={"content": content})
        return blob


def new_key() -> str:
    return secrets.token_urlsafe(16)


class File(models.Model):
    """A file under a random name: nobody can guess the address, and nothing of the sender's is in it."""

    key = models.CharField(max_length=24, primary_key=True, default=new_key)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size_bytes = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("kind", kinds.Kind, name="file_kind_known")]
        indexes = [models.Index(fields=["by", "at"])]

    @classmethod
    def keep(cls, name: str, content: bytes, *, by: models.Model | None, at: object) -> File:
        """Keep the bytes under a name made harmless; what it is gets read from the bytes, never believed."""
        return cls.objects.create(
            blob=Blob.keep(content),
            name=safe_name(name),
            kind=kinds.kind_of(content),
            size_bytes=len(content),
            by=by,
            at=at,
        )

    @property
    def is_picture(self) -> bool:
        return self.kind != kinds.Kind.OTHER
