from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.vault.tokens import digest_of, new_token
from bihuan.tickets.events import AskedAgain, Confirmed, Reopened
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models.entry import Entry
from bihuan.tickets.models.resolution import Resolution
from bihuan.tickets.models.ticket import Ticket


class AnsweredAlready(Refused):
    """The question whether it is solved was answered, or the ticket went on without an answer."""

    code = "answered-already"


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def to_remind(self, asked_before: datetime) -> Self:
        return self.open().filter(asked_at__lte=asked_before, reminded_at=None)

    def in_silence(self, reminded_before: datetime) -> Self:
        return self.open().filter(reminded_at__lte=reminded_before)

    def by_token(self, token: str) -> Self:
        return self.filter(token_digest=digest_of(token))


class Confirmation(models.Model):
    """The question put to the person: is it solved? And the answer (CLS-01)."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="confirmations")
    resolution = models.OneToOneField(Resolution, models.PROTECT, related_name="confirmation")
    token_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    is_solved = models.BooleanField(null=True)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="empty: nobody answered"
    )

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, is_solved=None)
                | Q(answered_at__isnull=False, is_solved__isnull=False),
                name="confirmation_answered_or_not",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(answered_at=None), name="confirmation_open")]

    def __str__(self) -> str:
        return f"confirmation #{self.pk}"

    @classmethod
    def ask(cls, resolution: Resolution, stamp: Stamp) -> tuple[Confirmation, str]:
        """Put the question; return it and the token of its link, which is told once and kept as a digest."""
        token, digest = new_token()
        asked = cls.objects.create(
            ticket=resolution.ticket, resolution=resolution, token_digest=digest, asked_at=stamp.at
        )
        return asked, token

    def new_link(self) -> str:
        """Return a fresh token, for a reminder; the one told before no longer opens."""
        token, self.token_digest = new_token()
        self.save(update_fields=["token_digest"])
        return token

    def ask_again(self, stamp: Stamp) -> None:
        """Have the person reminded, once."""
        with self.ticket.in_hand():
            self.refresh_from_db(fields=["answered_at", "reminded_at"])
            if self.answered_at is None and self.reminded_at is None:
                self.reminded_at = stamp.at
                self.save(update_fields=["reminded_at"])
                self.ticket.record(AskedAgain(confirmation=self.pk), stamp)

    def say_yes(self, stamp: Stamp, *, by_default: bool = False) -> None:
        """Confirm. `by_default`: nobody answered in time, which figures keep apart from a real yes."""
        with self.ticket.in_hand():
            self._answer(True, stamp)
            self.ticket.move(State.CONFIRMED, stamp, confirmed_at=stamp.at)
            self.ticket.record(Confirmed(confirmation=self.pk, by_default=by_default), stamp)

    def say_no(self, stamp: Stamp, *, words: str = "") -> None:
        """Reopen the ticket, with what the person says about it."""
        with self.ticket.in_hand():
            self._answer(False, stamp)
            reopen(self.ticket, stamp.because(words))
            if words.strip():
                Entry.answer(self.ticket, text=words.strip(), stamp=stamp)

    def _answer(self, is_solved: bool, stamp: Stamp) -> None:
        self.refresh_from_db(fields=["answered_at"], from_queryset=Confirmation.objects.select_for_update())
        if self.answered_at is not None:
            raise AnsweredAlready(_("Thank you, this was answered already."))
        person = stamp.by if isinstance(stamp.by, Person) else None
        self.answered_at, self.is_solved, self.by = stamp.at, is_solved, person
        self.save(update_fields=["answered_at", "is_solved", "by"])


def reopen(ticket: Ticket, stamp: Stamp) -> None:
    """Take up again what was solved, closed, withdrawn or turned away; its clocks go on."""
    with ticket.in_hand():
        was = ticket.state
        ticket.move(State.IN_PROGRESS, stamp, resolved_at=None, confirmed_at=None, closed_at=None)
        # What came before the solution may be read only after it.
        Resolution.objects.standing().filter(ticket=ticket).update(refuted_at=Greatest("at", stamp.at))
        Confirmation.objects.open().filter(ticket=ticket).update(answered_at=stamp.at, is_solved=False)
        ticket.record(Reopened(was=was), stamp)
