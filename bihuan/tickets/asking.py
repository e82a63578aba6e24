"""What a ticket's form still lacks, and the words that ask the person for it (REC-07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bihuan.ground.catalogue.conditions import standings
from bihuan.ground.catalogue.models import FormField
from bihuan.kit.text.languages import either
from bihuan.tickets.models import Ticket


def lacking(ticket: Ticket, fields: Sequence[FormField]) -> list[FormField]:
    """Return what the form requires and nobody has said yet."""
    standing = standings([field.rule for field in fields], ticket.answers)
    return [
        field
        for field in fields
        if standing[field.key].is_required and ticket.answers.get(field.key) in (None, "")
    ]


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
