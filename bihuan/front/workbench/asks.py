"""What is still to be asked of the person: the fields of the form, and the words that ask for them (REC-07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.ground.catalogue.conditions import Standing, standings
from bihuan.ground.catalogue.models import FieldType, FormField
from bihuan.kit.text.languages import either
from bihuan.tickets.models import Ticket

YES, NO = "yes", "no"
TRUTHS = {YES: True, "true": True, "1": True, "是": True, NO: False, "false": False, "0": False, "否": False}


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
        Asked(field, value, _in_words(field, value), standing[field.key])
        for field in fields
        for value in [_value(ticket, field)]
        if standing[field.key].is_shown or value
    ]


def to_ask(form: Sequence[Asked], ticked: set[str]) -> list[FormField]:
    """Return what to ask for: what was ticked, else what is needed, else all that is missing."""
    wanted = [asked for asked in form if asked.key in ticked]
    wanted = wanted or [asked for asked in form if asked.is_needed]
    return [asked.field for asked in wanted or [asked for asked in form if asked.is_missing]]


def questions(ticket: Ticket, fields: Iterable[FormField]) -> str:
    """Return what asks for some fields, in the person's language.

    Several are numbered and named by their label, by which the answer is read back.
    """
    asked = [question(field, ticket.language) for field in fields]
    if len(asked) <= 1:
        return "".join(ask for _label, ask in asked)
    colon = "：" if ticket.language.startswith("zh") else ": "
    return "\n".join(f"{number}. {label}{colon}{ask}" for number, (label, ask) in enumerate(asked, start=1))


def question(field: FormField, language: str) -> tuple[str, str]:
    """Return a field's label and what asks for it, in a language."""
    label = either(field.label_zh, field.label_en, language)
    return label, either(field.ask_zh, field.ask_en, language) or label


def _value(ticket: Ticket, field: FormField) -> str:
    value = ticket.answers.get(field.key)
    return "" if value is None else str(value)


def _in_words(field: FormField, value: str) -> str:
    """Return an answer as it is read: a choice by its name."""
    if field.type == FieldType.CHOICE:
        return next(
            (either(one["zh"], one["en"]) for one in field.options if str(one["value"]) == value), value
        )
    if field.type == FieldType.BOOL:
        return {True: _("yes"), False: _("no")}.get(TRUTHS.get(value.lower(), value), value)  # type: ignore[arg-type]
    return value
