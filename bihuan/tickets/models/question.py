from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Self

from django.db import models

from bihuan.ground.catalogue.models import FormField
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.text.languages import either
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models.entry import Entry
from bihuan.tickets.models.hold import Hold
from bihuan.tickets.models.ticket import Ticket

_BLANK = r"[^\S\n]*"  # on the same line: what stands on the next may answer something else
LONGEST_ANSWER = 120  # characters of a reply that is nothing but the answer to the one thing asked


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self) -> Self:
        return self.filter(answered_at=None)


class Question(models.Model):
    """Something that the form asks for, put to the person (REC-07); the answer fills the field."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="questions")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ticket", "id"], name="questions_of_ticket")]

    def __str__(self) -> str:
        return f"question #{self.pk}: {self.key}"

    @classmethod
    def put(cls, ticket: Ticket, *, fields: Iterable[FormField], text: str, stamp: Stamp) -> Entry:
        """Ask the person, and let the ticket wait for the answer."""
        with ticket.in_hand():
            entry = Entry.reply(ticket, text=text, stamp=stamp)
            Question.objects.bulk_create(
                Question(ticket=ticket, key=field.key, label=_label(field, ticket), asked_at=stamp.at)
                for field in fields
            )
            if ticket.state == State.IN_PROGRESS:
                Hold.begin(ticket, reason=HoldReason.PERSON, stamp=stamp)
        return entry

    @classmethod
    def fill_from(cls, ticket: Ticket, text: str, stamp: Stamp) -> None:
        """Read the answers out of what the person wrote, as far as they are plain to see."""
        asked = list(cls.objects.open().filter(ticket=ticket))
        if not asked:
            return
        found = answers_in(text, {question.key: question.label for question in asked})
        cls.objects.filter(pk__in=[question.pk for question in asked]).update(answered_at=stamp.at)
        ticket.amend(answers=found, stamp=stamp)


def _label(field: FormField, ticket: Ticket) -> str:
    """Return what the person, not the agent, reads the field as, and so may answer to."""
    return either(field.label_zh, field.label_en, ticket.language)


def answers_in(text: str, asked: dict[str, str]) -> dict[str, str]:
    """Return key → answer for lines such as `Device model: X1`; one short line answers the only question."""
    found = {}
    for key, label in asked.items():
        if line := re.search(
            rf"^[\s\d.、)）]*{re.escape(label)}{_BLANK}[：:]{_BLANK}(\S.*)$",
            text,
            re.MULTILINE | re.IGNORECASE,
        ):
            found[key] = line.group(1).strip()[:LONGEST_ANSWER]
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if not found and len(asked) == 1 and len(lines) == 1 and len(lines[0]) <= LONGEST_ANSWER:
        return {next(iter(asked)): lines[0]}
    return found
