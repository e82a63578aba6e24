"""The form of a ticket with what is known, and what of it is to be asked of the person (REC-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.ground.catalogue.conditions import Standing, standings
from bihuan.ground.catalogue.models import FieldType, FormField
from bihuan.tickets.answering import Became
from bihuan.tickets.form import WANTED
from bihuan.tickets.models import Question, Ticket


@dataclass(frozen=True)
class Asked:
    """A field of the form: its answer as a reader sees it, empty where it is missing."""

    field: FormField
    value: str
    said: str
    standing: Standing

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def is_missing(self) -> bool:
        return not self.value

    @property
    def is_needed(self) -> bool:
        """Tell whether the desk cannot do without what is missing here."""
        return self.is_missing and self.standing.is_required


def form_of(ticket: Ticket, fields: Sequence[FormField]) -> list[Asked]:
    """Return the form of the ticket's category with what is known, in its order; without what does not matter here."""
    standing = standings([field.rule for field in fields], ticket.answers)
    return [
        Asked(field, value, field.said(value), standing[field.key])
        for field in fields
        for value in [_value(ticket, field)]
        if standing[field.key].is_shown or value
    ]


def to_ask(form: Sequence[Asked], ticked: set[str]) -> list[FormField]:
    """Return what to ask for: what was ticked, else what is needed, else all that is missing."""
    wanted = [asked for asked in form if asked.key in ticked]
    wanted = wanted or [asked for asked in form if asked.is_needed]
    return [asked.field for asked in wanted or [asked for asked in form if asked.is_missing]]


def _value(ticket: Ticket, field: FormField) -> str:
    value = ticket.answers.get(field.key)
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Answered:
    """An answer that filled nothing: it does not fit its field, or something else stood there by then."""

    question: Question
    asked: Asked

    @property
    def wants_decision(self) -> bool:
        return self.question.became == Became.KEPT

    @property
    def wanted(self) -> str:
        """Return what the field takes."""
        return str(WANTED.get(self.asked.field.type, WANTED[FieldType.TEXT]))


def open_answers(form: Sequence[Asked], questions: Mapping[str, Question]) -> list[Answered]:
    """Return the answers that an agent has to look at; what was filled in meanwhile settles one that did not fit."""
    found = [Answered(questions[asked.key], asked) for asked in form if asked.key in questions]
    return [
        one
        for one in found
        if one.wants_decision or (one.question.became == Became.UNFIT and one.asked.is_missing)
    ]


def last_questions(ticket: Ticket) -> dict[str, Question]:
    """Return what was asked last of each field, by its key."""
    return {one.key: one for one in Question.objects.filter(ticket=ticket).order_by("pk")}
