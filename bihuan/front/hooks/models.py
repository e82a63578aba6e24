"""Addresses elsewhere that are told what happens to tickets, and each word to them."""

from __future__ import annotations

import secrets
import uuid
from collections import defaultdict
from datetime import datetime
from enum import StrEnum
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bihuan.front.api.models import ApiToken
from bihuan.front.hooks.patience import is_paused_by, next_try_in, rest_after
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.sql import tray
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.vault.box import seal, unseal
from bihuan.kit.work.drain import wake
from bihuan.tickets.models import TicketEvent

MARK = "bhwh_"  # by which scanners for leaked secrets know it
SECRET_BYTES = 32
DRAIN = "hooks"
TRIAL = "hook.tried"  # a word that tells of no ticket


class Hook(models.Model):
    """An address that hears of some kinds of events. It is told no more than its token would read in the API."""

    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=60), help_text="of events, as in their history")
    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="hooks")
    is_active = models.BooleanField(default=True)
    sealed_secret = models.TextField(editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False, help_text="in a row")
    rests_until = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.name

    def new_secret(self) -> str:
        """Seal a new secret and return it: nobody will see it again. The row must have been saved before."""
        secret = MARK + secrets.token_urlsafe(SECRET_BYTES)
        self.sealed_secret = seal(secret, place=self._place)
        self.save(update_fields=["sealed_secret"])
        return secret

    @property
    def secret(self) -> str:
        """Return the secret, for signing.

        :raises CannotOpen: if this installation has not the key that it was sealed with
        """
        return unseal(self.sealed_secret, place=self._place)

    def note_answered(self) -> None:
        if self.failures:
            self.resume()

    def note_failure(self, at: datetime) -> None:
        """Let the address rest, the longer the more often it failed in a row, until somebody has to look at it."""
        self.failures += 1
        self.rests_until = at + rest_after(self.failures)
        self.paused_at = at if is_paused_by(self.failures) else None
        self.save(update_fields=["failures", "rests_until", "paused_at"])

    def resume(self) -> None:
        """Let everything that waits leave again."""
        self.failures, self.rests_until, self.paused_at = 0, None, None
        self.save(update_fields=["failures", "rests_until", "paused_at"])
        wake(DRAIN)

    @property
    def _place(self) -> str:
        if self.pk is None:
            raise ValueError("a hook is saved before its secret is sealed")
        return f"hooks.hook:{self.pk}:secret"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"  # the receiver said so
    FAILED = "failed"  # tried often enough
    WITHHELD = "withheld"  # its token may not read it


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        return self.filter(state=DeliveryState.WAITING)

    def ready(self, now: datetime) -> Self:
        """Keep those that could leave now, to addresses that are in use and do not rest."""
        rested = Q(hook__rests_until=None) | Q(hook__rests_until__lte=now)
        awake = self.waiting().filter(rested, hook__is_active=True, hook__paused_at=None)
        return awake.filter(next_try_at__lte=now).order_by("next_try_at", "pk")


class Delivery(models.Model):
    """One event on its way to one address, written in the transaction of the event."""

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(TicketEvent, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    # The same at each try, so that a receiver knows a second one; so is the body, once it was told.
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(null=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="of the last answer in HTTP")
    problem = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", DeliveryState, name="delivery_state_known"),
            models.UniqueConstraint(fields=["hook", "event"], name="each_event_told_once"),
            models.CheckConstraint(
                condition=~Q(event=None) | Q(kind=TRIAL), name="only_a_trial_tells_of_no_event"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state=DeliveryState.WAITING),
                name="delivery_waiting",
            ),
            models.Index(fields=["hook", "-id"], name="delivery_of_hook"),
            models.Index(fields=["made_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @classmethod
    def put(cls, hook: Hook, kind: str, at: datetime, event: TicketEvent | None = None) -> Self:
        """Put a word into the outbox. It leaves after the transaction, or not at all."""
        delivery = tray.write(cls(hook=hook, event=event, kind=kind, made_at=at, next_try_at=at))
        wake(DRAIN)
        return delivery

    def note_answer(self, status: int, at: datetime, took_ms: int) -> None:
        """Remember what the receiver said: 2xx is a yes, anything else is tried again."""
        is_taken = 200 <= status < 300
        self._note(at, took_ms, status, "" if is_taken else f"answered {status}", is_taken=is_taken)

    def note_silence(self, problem: str, at: datetime, took_ms: int) -> None:
        """Remember that no answer came, and why."""
        self._note(at, took_ms, None, problem, is_taken=False)

    def withhold(self, problem: str, at: datetime) -> None:
        self.state, self.problem, self.tried_at = DeliveryState.WITHHELD, problem, at
        self.save(update_fields=["state", "problem", "tried_at"])

    def send_again(self, at: datetime) -> None:
        """Have it leave once more, with the key and the words that it had."""
        self.state, self.attempts, self.next_try_at, self.problem = DeliveryState.WAITING, 0, at, ""
        self.save(update_fields=["state", "attempts", "next_try_at", "problem"])
        wake(DRAIN)

    def _note(self, at: datetime, took_ms: int, status: int | None, problem: str, *, is_taken: bool) -> None:
        self.attempts += 1
        self.tried_at, self.took_ms, self.status, self.problem = at, took_ms, status, problem[:300]
        wait = next_try_in(self.attempts)
        if is_taken:
            self.state = DeliveryState.TAKEN
        elif wait is None:
            self.state = DeliveryState.FAILED
        else:
            self.next_try_at = at + wait
        self.save(
            update_fields=[
                "attempts",
                "tried_at",
                "took_ms",
                "status",
                "problem",
                "state",
                "next_try_at",
                "body",
            ]
        )


def _by_kind() -> dict[str, list[Hook]]:
    hearing: dict[str, list[Hook]] = defaultdict(list)
    for hook in Hook.objects.filter(is_active=True).order_by("pk"):
        for kind in hook.kinds:
            hearing[kind].append(hook)
    return dict(hearing)


# Who hears of what. An address that fails or rests is told later, and so hears all the same.
hooks_by_kind = Kept(_by_kind, Hook)
