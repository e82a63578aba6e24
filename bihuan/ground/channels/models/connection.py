from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from bihuan.ground.channels.models.channel import Chat
from bihuan.ground.people.models import Person
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.vault.box import seal, unseal

DOOR_BYTES = 18  # 144 bits: nobody finds a door by trying
NOTE_EVERY = timedelta(seconds=10)  # how often a refused call is noted at most, since each note is a write


class ChatConnection(models.Model):
    """An application of the desk on a chat platform: by which door its messages come in, how answers leave."""

    platform = models.CharField(max_length=10)
    name = models.CharField(max_length=100, help_text="for people here, such as `IT helper, head office`")
    door = models.CharField(max_length=40, unique=True, editable=False)
    facts = models.JSONField(default=dict, help_text="what may be seen: company, application; name → value")
    sealed_secrets = models.TextField(blank=True, editable=False)
    address = models.CharField(
        max_length=200, blank=True, help_text="of a private edition; empty: the public one"
    )
    is_active = models.BooleanField(default=True)
    # The pass that the platform lends for a while, and until when it is good.
    sealed_pass = models.TextField(blank=True, editable=False)
    pass_until = models.DateTimeField(null=True, editable=False)
    # The last call that did not show that it was the platform's.
    refused_at = models.DateTimeField(null=True, editable=False)
    refused_why = models.CharField(max_length=100, blank=True, editable=False)

    class Meta:
        constraints = [one_of("platform", Chat, name="connection_platform_known")]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def new_door() -> str:
        return secrets.token_urlsafe(DOOR_BYTES)

    def set_secrets(self, changed: Mapping[str, str]) -> None:
        """Seal some secrets beside those there are; the row must have been saved before. A pass got with others is void."""
        kept = self.secrets() | {name: secret for name, secret in changed.items() if secret}
        self.sealed_secrets = seal(json.dumps(kept), place=self._place("secrets"))
        self.sealed_pass, self.pass_until = "", None

    def secrets(self) -> dict[str, str]:
        """Return the secrets by name.

        :raises CannotOpen: if this installation has not the key they were sealed with
        """
        if not self.sealed_secrets:
            return {}
        opened: dict[str, str] = json.loads(unseal(self.sealed_secrets, place=self._place("secrets")))
        return opened

    def keys(self) -> dict[str, str]:
        """Return all that both sides know.

        :raises CannotOpen: if this installation has not the key its secrets were sealed with
        """
        return {name: str(value) for name, value in self.facts.items()} | self.secrets()

    def keep_pass(self, given: str, until: datetime) -> None:
        self.sealed_pass, self.pass_until = seal(given, place=self._place("pass")), until
        self.save(update_fields=["sealed_pass", "pass_until"])

    def forget_pass(self) -> None:
        self.sealed_pass, self.pass_until = "", None
        self.save(update_fields=["sealed_pass", "pass_until"])

    def pass_at(self, now: datetime) -> str:
        """Return the pass that is good at `now`; empty where a new one is to be had."""
        if not self.sealed_pass or self.pass_until is None or self.pass_until <= now:
            return ""
        return unseal(self.sealed_pass, place=self._place("pass"))

    def note_refused(self, why: str, at: datetime) -> None:
        """Remember, for who sets it up, that a call was not taken, and why."""
        rested = Q(refused_at=None) | Q(refused_at__lte=at - NOTE_EVERY)
        type(self).objects.filter(rested, pk=self.pk).update(refused_at=at, refused_why=why[:100])

    def _place(self, field: str) -> str:
        if self.pk is None:
            raise ValueError("a connection is saved before its secrets are sealed")
        return f"channels.chatconnection:{self.pk}:{field}"


class ChatAccount(models.Model):
    """Somebody as a platform knows him or her. Whose it is, only a log-in or the directory can say; the same mail
    address never does (SEC-027).
    """

    connection = models.ForeignKey(ChatConnection, models.PROTECT, related_name="accounts")
    account = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, related_name="chat_accounts")
    met_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "account"], name="each_chat_account_once")
        ]

    def __str__(self) -> str:
        return self.account


# By their doors, those in use.
open_doors = Kept(
    lambda: {one.door: one for one in ChatConnection.objects.filter(is_active=True)}, ChatConnection
)
