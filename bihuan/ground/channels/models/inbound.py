from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q

from bihuan.ground.channels.hearing import MAIL
from bihuan.ground.channels.models.channel import ChannelKind
from bihuan.ground.channels.models.connection import ChatConnection
from bihuan.ground.channels.models.mailbox import Mailbox
from bihuan.ground.channels.models.source import AlertSource
from bihuan.kit.live.publish import publish
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.sql.statements import lock_for_transaction
from bihuan.kit.work.drain import wake

HEAD = ("sender", "subject", "message_id")
# Who takes what came; mail where nothing else is said.
READERS = {ChannelKind.MONITORING: "alerts"}
# What a program sends again unchanged within this time, it sends because it did not hear that it had arrived.
SENT_AGAIN_WITHIN = timedelta(seconds=30)


class InboundState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"  # a ticket or a reply came of it
    IGNORED = "ignored"  # rightly nothing came of it; `problem` says why
    QUARANTINED = "quarantined"  # it could not be read; a person looks at it


class InboundQuerySet(models.QuerySet["InboundMessage"]):
    def waiting(self) -> Self:
        return self.filter(state=InboundState.WAITING)

    def by(self, *channels: str) -> Self:
        return self.filter(channel__in=channels)

    def ready(self, now: datetime) -> Self:
        return self.waiting().filter(Q(retry_at=None) | Q(retry_at__lte=now)).order_by("pk")


class InboundMessage(models.Model):
    """A message as it came, kept whole before anything is made of it and before its sender is told (INT-09)."""

    channel = models.CharField(max_length=10)
    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, related_name="+")
    source = models.ForeignKey(AlertSource, models.SET_NULL, null=True, related_name="messages")
    connection = models.ForeignKey(ChatConnection, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(
        max_length=64,
        help_text="SHA-256 of the raw bytes, or of what the platform calls it: the same message is kept once",
    )
    raw = models.BinaryField()
    size_bytes = models.PositiveBigIntegerField()
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=InboundState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    # What was read of it, so that lists need not open the raw bytes.
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=998, blank=True)
    settled_at = models.DateTimeField(null=True)

    objects = InboundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "digest"], name="each_message_once"),
            one_of("channel", ChannelKind, name="inbound_channel_known"),
            one_of("state", InboundState, name="inbound_state_known"),
            models.CheckConstraint(
                condition=Q(state=InboundState.WAITING, settled_at=None)
                | (~Q(state=InboundState.WAITING) & Q(settled_at__isnull=False)),
                name="inbound_settled_or_waiting",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state=InboundState.WAITING), name="inbound_waiting"),
            models.Index(fields=["state", "-arrived_at"], name="inbound_by_state"),
            models.Index(fields=["sender", "-arrived_at"], name="inbound_by_sender"),
            models.Index(
                fields=["source", "-id"], condition=Q(source__isnull=False), name="inbound_of_source"
            ),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="inbound_by_message_id"),
            models.Index(
                fields=["connection", "-id"], condition=~Q(connection=None), name="inbound_by_connection"
            ),
        ]

    def __str__(self) -> str:
        return f"message #{self.pk} by {self.channel}"

    @classmethod
    def keep(
        cls, raw: bytes, *, channel: ChannelKind, arrived_at: datetime, mailbox: Mailbox | None = None
    ) -> tuple[InboundMessage, bool]:
        """Keep the message and wake who reads it; return it, and whether it is new.

        The digest, not the Message-ID, tells two messages apart: anybody may send a Message-ID ahead of its owner.
        """
        came = {"arrived_at": arrived_at, "mailbox": mailbox}
        return cls._keep_once(raw, channel, hashlib.sha256(raw).hexdigest(), came)

    @classmethod
    def keep_said(
        cls, payload: bytes, *, connection: ChatConnection, key: str, arrived_at: datetime
    ) -> tuple[InboundMessage, bool]:
        """Keep what a platform delivered. It seals a message anew each time, and calls it by the same `key`."""
        digest = hashlib.sha256(f"{connection.pk}:{key}".encode()).hexdigest()
        came = {"arrived_at": arrived_at, "connection": connection}
        return cls._keep_once(payload, connection.platform, digest, came)

    @classmethod
    def _keep_once(
        cls, raw: bytes, channel: str, digest: str, came: dict[str, Any]
    ) -> tuple[InboundMessage, bool]:
        message, is_new = cls.objects.defer("raw").get_or_create(
            channel=channel, digest=digest, defaults={"raw": raw, "size_bytes": len(raw), **came}
        )
        if is_new:
            wake("intake")
            publish(MAIL)
        return message, is_new

    @classmethod
    def keep_report(
        cls, source: AlertSource, raw: bytes, arrived_at: datetime
    ) -> tuple[InboundMessage, bool]:
        """Keep what a program reports and wake who reads it; return it, and whether it is new.

        Programs repeat themselves word for word on purpose, hours later or after a recovery in between. So a message is
        the same only as the one right before it, within seconds: what comes in between makes it another.
        """
        with transaction.atomic():
            lock_for_transaction(f"source:{source.pk}")
            last = cls.objects.filter(source=source).order_by("-pk").first()
            if last and bytes(last.raw) == raw and arrived_at - last.arrived_at < SENT_AGAIN_WITHIN:
                return last, False
            after = f"{source.pk}:{last.pk if last else 0}:".encode()
            message = cls.objects.create(
                channel=ChannelKind.MONITORING,
                source=source,
                digest=hashlib.sha256(after + raw).hexdigest(),
                raw=raw,
                size_bytes=len(raw),
                arrived_at=arrived_at,
                sender=source.name[:254],
            )
            wake(READERS[ChannelKind.MONITORING])
        return message, True

    def note_head(self, *, sender: str, subject: str, message_id: str) -> None:
        """Write down what was read of it, before anything is made of it: an answer refers to its id."""
        self.take_head(sender=sender, subject=subject, message_id=message_id)
        self.save(update_fields=HEAD)

    def take_head(self, *, sender: str, subject: str, message_id: str) -> None:
        """Take what was read of it, to be written when it is settled."""
        self.sender, self.subject, self.message_id = sender[:254], subject[:200], message_id[:998]

    def settle(self, state: InboundState, at: datetime, *, problem: str = "") -> None:
        self.state, self.settled_at, self.problem, self.retry_at = state, at, problem[:500], None
        self.save(update_fields=["state", "settled_at", "problem", "retry_at", *HEAD])
        publish(MAIL)

    def try_again(self, at: datetime | None = None) -> None:
        """Let it be read once more: at once, or at a later moment."""
        self.state, self.settled_at, self.retry_at = InboundState.WAITING, None, at
        self.save(update_fields=["state", "settled_at", "retry_at"])
        wake(READERS.get(ChannelKind(self.channel), "intake"))
        publish(MAIL)

    def note_failure(self, problem: str, retry_at: datetime) -> None:
        """Remember that reading failed without settling it."""
        type(self).objects.filter(pk=self.pk).update(
            attempts=F("attempts") + 1, problem=problem[:500], retry_at=retry_at
        )
