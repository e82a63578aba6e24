from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from bihuan.ground.catalogue.answers import answers_in
from bihuan.ground.catalogue.models import CategoryVersion, FormField
from bihuan.ground.catalogue.values import Value
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql import tray
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.text.languages import either
from bihuan.kit.text.thanks import is_only_thanks
from bihuan.tickets.answering import Became, read_answer, to_fill
from bihuan.tickets.events import QuestionsPut
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models.entry import Entry
from bihuan.tickets.models.hold import Hold
from bihuan.tickets.models.ticket import Ticket


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
    said = models.TextField(
        blank=True, default="", db_default="", help_text="the answer in the person's own words"
    )
    became = models.CharField(max_length=10, blank=True, default="", db_default="")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+")
    heard = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="messages of the person since, in which no answer was plain to see"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("became", Became, name="question_became_known"),
            models.UniqueConstraint(
                fields=["ticket", "key"], condition=Q(answered_at=None), name="one_open_question_a_field"
            ),
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="questions_of_ticket")]

    def __str__(self) -> str:
        return f"question #{self.pk}: {self.key}"

    @classmethod
    def put(cls, ticket: Ticket, *, fields: Iterable[FormField], text: str, stamp: Stamp) -> Entry:
        """Ask the person, and let the ticket wait for the answer. What was asked before is asked anew."""
        fields = list(fields)
        with ticket.in_hand():
            entry = Entry.reply(ticket, text=text, stamp=stamp)
            keys = [field.key for field in fields]
            cls.objects.open().filter(ticket=ticket, key__in=keys).update(answered_at=stamp.at)
            Question.objects.bulk_create(Question.about(field, ticket, stamp) for field in fields)
            if ticket.state == State.IN_PROGRESS:
                Hold.begin(ticket, reason=HoldReason.PERSON, stamp=stamp)
        return entry

    @classmethod
    def put_at_once(cls, ticket: Ticket, *, fields: Iterable[FormField], stamp: Stamp) -> None:
        """Note what the house asks with the receipt; the ticket does not wait, and nobody was in contact by that."""
        put = [tray.write(cls.about(field, ticket, stamp)) for field in fields]
        ticket.record(QuestionsPut(asked=[question.label for question in put]), stamp)

    @staticmethod
    def about(field: FormField, ticket: Ticket, stamp: Stamp) -> Question:
        """Return a question to come, named as the person, not the agent, reads the field."""
        label = either(field.label_zh, field.label_en, ticket.language)
        return Question(ticket=ticket, key=field.key, label=label, asked_at=stamp.at)

    @classmethod
    def fill_from(cls, ticket: Ticket, entry: int, stamp: Stamp) -> None:
        """Read the answers out of what the person wrote, as far as they are plain to see.

        What is not what its field takes, and what comes where somebody filled in something else since, is kept here in
        the person's words for an agent to see.
        """
        asked = list(Question.objects.open().filter(ticket=ticket).order_by("pk"))
        if not asked:
            return
        said = Entry.objects.only("text", "quoted").get(pk=entry)
        version = CategoryVersion.held(ticket.category, ticket.filed_at)
        form = {field.key: field for field in version.fields} if version else {}
        answers = take_answers(asked, form, said, ticket.answers, stamp)
        Question.objects.bulk_update(asked, ["answered_at", "said", "became", "entry", "heard"])
        ticket.amend(answers=answers, form=form.values(), entry=entry, stamp=stamp)

    def settle(self, *, is_taken: bool, stamp: Stamp) -> None:
        """Decide on an answer that came where something else stood: it takes the place, or what stood there stays."""
        with self.ticket.in_hand():
            version = CategoryVersion.held(self.ticket.category, self.ticket.filed_at)
            form = [field for field in version.fields if field.key == self.key] if version else []
            still = type(self).objects.filter(pk=self.pk, became=Became.KEPT)
            became = Became.FILLED if is_taken and form else Became.LEFT
            if still.update(became=became) and became is Became.FILLED:
                said_on = localdate(self.answered_at)
                value = read_answer(form[0], self.said, None, said_on).value
                self.ticket.amend(answers={self.key: value}, form=form, entry=self.entry_id, stamp=stamp)


def take_answers(
    asked: Sequence[Question],
    form: Mapping[str, FormField],
    said: Entry,
    known: Mapping[str, Any],
    stamp: Stamp,
) -> dict[str, Value]:
    """Note on each question what was answered, and return key → value of what fills its field.

    A question of which nothing was said stays open; one whose field the form has no longer is over. The rows are
    written by the caller.
    """
    wanted = [form[question.key].wanted for question in asked if question.key in form]
    is_first = not any(question.heard for question in asked) and not is_only_thanks(said.text)
    words = answers_in(said.text, wanted, quoted=said.quoted, is_first=is_first)
    today = localdate(stamp.at)
    read = {key: read_answer(form[key], one, known.get(key), today) for key, one in words.items()}
    for question in asked:
        if question.key in read:
            question.said, question.became = words[question.key], read[question.key].became
            question.answered_at, question.entry = stamp.at, said
        elif question.key in form:
            question.heard += 1
        else:
            question.answered_at = stamp.at
    return to_fill(read)
