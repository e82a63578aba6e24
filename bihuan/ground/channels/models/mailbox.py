from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models.functions import Lower

from bihuan.kit.kept.keeping import Kept
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.vault.box import seal, unseal
from bihuan.kit.work.models import Heartbeat


class Security(StrEnum):
    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"
    NONE = "none"  # for a server on the same machine only


class Mailbox(models.Model):
    """An address of the desk: where its mail is fetched, and how its answers leave."""

    address = models.EmailField(max_length=254)
    name_zh = models.CharField(max_length=100, help_text="the sender's name on answers")
    name_en = models.CharField(max_length=100)
    imap_host = models.CharField(
        max_length=200, blank=True, help_text="empty: mail is brought in another way"
    )
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=10, default=Security.TLS)
    folder = models.CharField(max_length=100, default="INBOX")
    smtp_host = models.CharField(max_length=200, blank=True, help_text="empty: answers are kept and shown")
    smtp_port = models.PositiveIntegerField(default=465)
    smtp_security = models.CharField(max_length=10, default=Security.TLS)
    username = models.CharField(max_length=200, blank=True)
    sealed_password = models.TextField(blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    # How far the folder has been read. A server that renumbers says so by another validity.
    uid_validity = models.BigIntegerField(default=0, editable=False)
    uid_seen = models.BigIntegerField(default=0, editable=False)
    fetched_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("address"), name="one_mailbox_an_address"),
            one_of("imap_security", Security, name="imap_security_known"),
            one_of("smtp_security", Security, name="smtp_security_known"),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def set_password(self, password: str) -> None:
        """Seal the password; the row must have been saved before, since it opens for that row alone."""
        self.sealed_password = seal(password, place=self._place)

    def password(self) -> str:
        """Return the password for the server.

        :raises CannotOpen: if this installation has not the key it was sealed with
        """
        return unseal(self.sealed_password, place=self._place) if self.sealed_password else ""

    @property
    def is_watched(self) -> bool:
        return self.is_active and bool(self.imap_host)

    @property
    def heartbeat(self) -> str:
        """Return the name under which its watch shows that it fetches."""
        return f"mailbox:{self.pk}"

    def expect_watch(self) -> None:
        """Have its watch missed from now on where it should be fetched, and no more where it should not."""
        if self.is_watched:
            Heartbeat.expect(self.heartbeat)
        else:
            Heartbeat.forget(self.heartbeat)

    def show_life(self, at: datetime) -> None:
        """Beat for its watch, as long as one is expected: a last beat after it was switched off would be missed for ever."""
        Heartbeat.objects.filter(name=self.heartbeat).update(at=at)

    def note_fetch(self, at: datetime, problem: str = "") -> None:
        self.fetched_at, self.problem = at, problem[:500]
        self.save(update_fields=["fetched_at", "problem"])
        self.show_life(at)

    @property
    def _place(self) -> str:
        if self.pk is None:
            raise ValueError("a mailbox is saved before its password is sealed")
        return f"channels.mailbox:{self.pk}:password"


def _active() -> dict[int, Mailbox]:
    return {box.pk: box for box in Mailbox.objects.filter(is_active=True).order_by("pk")}


# By key, the desk's first one before the others. How far each was read may be out of date.
active_mailboxes = Kept(_active, Mailbox)
# In small letters, those of mailboxes that are no longer used among them.
own_addresses = Kept(
    lambda: {address.lower() for address in Mailbox.objects.values_list("address", flat=True)}, Mailbox
)
