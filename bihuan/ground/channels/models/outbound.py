from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bihuan.ground.channels.hearing import MAIL
from bihuan.ground.channels.models.connection import ChatConnection
from bihuan.ground.channels.models.mailbox import Mailbox
from bihuan.ground.people.models import Person
from bihuan.kit.files.models import File
from bihuan.kit.live.publish import publish
from bihuan.kit.sql import tray
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.vault.box import seal, unseal
from bihuan.kit.work.drain import wake

# Minutes until the next try: a greylisting server lets the second one through, a dead one is given a day.
BACK_OFF_MIN = (1, 5, 15, 60, 240, 720)


class Purpose(StrEnum):
    RECEIPT = "receipt"  # it has arrived, its number, the promise
    REPLY = "reply"  # what an agent wrote
    CONFIRM = "confirm"  # is it solved?
    SURVEY = "survey"
    NOTICE = "notice"  # a word to one of our own people
    SECRET = "secret"  # noqa: S105, a link that opens an account: sealed while it waits, gone once it has left


class OutboundState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    KEPT = "kept"  # no server is set: it is shown on a page instead
    FAILED = "failed"  # refused for good, or tried often enough


class OutboundQuerySet(models.QuerySet["OutboundMessage"]):
    def waiting(self) -> Self:
        return self.filter(state=OutboundState.WAITING)

    def by_mail(self) -> Self:
        return self.filter(connection=None)

    def by_chat(self) -> Self:
        return self.exclude(connection=None)

    def ready(self, now: datetime) -> Self:
        return self.waiting().filter(next_try_at__lte=now).order_by("next_try_at", "pk")


class OutboundMessage(models.Model):
    """A message that waits to leave, written in the transaction of what it tells."""

    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, related_name="+")
    connection = models.ForeignKey(
        ChatConnection,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="it leaves by this chat, and `address` is an account there",
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    address = models.CharField(max_length=254)
    cc = ArrayField(models.CharField(max_length=254), default=list)
    purpose = models.CharField(max_length=10)
    about = models.CharField(
        max_length=60, blank=True, help_text="topic of what it is about, such as `ticket:42`"
    )
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    buttons = models.JSONField(null=True, help_text="[[words, action]]; shown where a chat can show them")
    files = models.ManyToManyField(File, related_name="+")
    # Random, so that only who has read it can answer to it; unique, so that a resend is seen to be the same. Message
    # ids are kept without their angle brackets, as they are read.
    message_id = models.CharField(max_length=200, unique=True)
    remote_id = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="what the chat platform calls it"
    )
    instead_of = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        related_name="replacement",
        help_text="the one that could not be delivered another way",
    )
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = ArrayField(models.CharField(max_length=998), default=list)
    written_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=OutboundState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    objects = OutboundQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("purpose", Purpose, name="outbound_purpose_known"),
            one_of("state", OutboundState, name="outbound_state_known"),
            models.CheckConstraint(
                condition=Q(mailbox=None) | Q(connection=None), name="outbound_goes_one_way"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state=OutboundState.WAITING),
                name="outbound_waiting",
            ),
            models.Index(fields=["about", "-id"], name="outbound_about"),
            models.Index(fields=["address", "purpose", "-written_at"], name="outbound_by_address"),
            models.Index(fields=["state", "-id"], name="outbound_by_state"),
            models.Index(
                fields=["connection", "address", "-sent_at"],
                condition=~Q(connection=None),
                name="outbound_by_connection",
            ),
            models.Index(
                fields=["connection", "remote_id"], condition=~Q(remote_id=""), name="outbound_by_remote_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} #{self.pk}"

    @staticmethod
    def new_message_id(domain: str) -> str:
        return f"{secrets.token_urlsafe(18)}@{domain or 'localhost'}"

    @classmethod
    def write(
        cls, *, at: datetime, mailbox: Mailbox | None, files: list[File] | None = None, **fields: object
    ) -> Self:
        """Put a message into the outbox. It leaves after the transaction, or not at all."""
        message = cls(mailbox=mailbox, written_at=at, next_try_at=at, **fields)
        message.message_id = message.message_id or cls.new_message_id(mailbox.domain if mailbox else "")
        if message.purpose == Purpose.SECRET:
            message.text = seal(message.text, place=message._place)
        tray.write(message)
        if files:
            tray.settle(cls)
            message.files.set(files)
        wake(message.drain)
        publish(MAIL)
        return message

    @property
    def drain(self) -> str:
        """Return the name of the drain that sends it: a slow platform must not hold up the mail, nor the mail a chat."""
        return "post" if self.connection_id is None else "chat"

    @property
    def words(self) -> str:
        """Return the text as its reader gets it. Nothing but the post has reason to open a secret.

        :raises CannotOpen: if this installation has not the key that a secret was sealed with
        """
        return unseal(self.text, place=self._place) if self.purpose == Purpose.SECRET else self.text

    @property
    def _place(self) -> str:
        return f"channels.outboundmessage:{self.message_id}:text"

    def note_sent(self, at: datetime, state: OutboundState = OutboundState.SENT) -> None:
        self.state, self.sent_at, self.problem = state, at, ""
        changed = ["state", "sent_at", "problem"]
        if self.purpose == Purpose.SECRET:
            self.text = ""
            changed.append("text")
        self.save(update_fields=changed)
        publish(MAIL)

    def note_said(self, remote_id: str, at: datetime) -> None:
        """Remember that it has left by chat, and what the platform calls it."""
        self.remote_id = remote_id[:200]
        self.save(update_fields=["remote_id"])
        self.note_sent(at)

    def put_off(self, until: datetime) -> None:
        """Try later, which is no failed try: whoever sends less often is not refused."""
        self.next_try_at = until
        self.save(update_fields=["next_try_at"])

    def note_failure(self, problem: str, at: datetime, *, is_final: bool) -> None:
        """Remember why it did not leave, and when to try again, unless the refusal was for good."""
        self.attempts += 1
        self.problem = problem[:500]
        if is_final or self.attempts > len(BACK_OFF_MIN):
            self.state = OutboundState.FAILED
        else:
            self.next_try_at = at + timedelta(minutes=BACK_OFF_MIN[self.attempts - 1])
        self.save(update_fields=["attempts", "problem", "state", "next_try_at"])
        publish(MAIL)

    def send_again(self, at: datetime) -> None:
        """Put it back into the outbox, as if it had just been written; its Message-ID stays, so that a mailbox which
        has it already knows it.
        """
        self.state, self.attempts, self.next_try_at, self.problem = OutboundState.WAITING, 0, at, ""
        self.save(update_fields=["state", "attempts", "next_try_at", "problem"])
        wake(self.drain)
        publish(MAIL)
