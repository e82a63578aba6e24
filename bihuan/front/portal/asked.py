"""What the desk has asked on one's ticket: a field for each, drawn by its type, and the words that its answer becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bihuan.ground.catalogue.models import CategoryVersion, FieldType, FormField
from bihuan.ground.catalogue.values import NotOfTheField, read_value
from bihuan.tickets.form import WANTED
from bihuan.tickets.models import Question, Ticket

CHOSEN = (FieldType.CHOICE, FieldType.BOOL)


@dataclass
class AskedField:
    """An open question with its field; `typed` is what stands in it, `error` what is wrong with that."""

    question: Question
    field: FormField
    language: str
    typed: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        return f"answer-{self.field.key}"

    @property
    def type(self) -> str:
        return self.field.type

    @property
    def label(self) -> str:
        return self.question.label

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return what may be chosen, as it is sent and as it is read."""
        if self.type == FieldType.BOOL:
            return [(value, self.field.said(value, self.language)) for value in ("yes", "no")]
        values = [str(option["value"]) for option in self.field.options]
        return [(value, self.field.said(value, self.language)) for value in values]

    @property
    def words(self) -> str:
        """Return the answer as a line under its name, from which it is read again; empty where nothing was typed."""
        if not self.typed:
            return ""
        said = self.field.said(self.typed, self.language) if self.type in CHOSEN else self.typed
        one_line = " ".join(said.split())
        return _("%(label)s: %(value)s") % {"label": self.label, "value": one_line}

    def check(self, today: date) -> None:
        if self.typed:
            try:
                read_value(self.type, self.typed, self.field.options, today)
            except NotOfTheField:
                self.error = str(WANTED.get(self.type, WANTED[FieldType.TEXT]))


def asked_on(ticket: Ticket, typed: Mapping[str, str] | None = None) -> list[AskedField]:
    """Return what is asked and not known yet, in the order in which it was asked."""
    if not ticket.is_open:
        return []
    questions = list(Question.objects.open().filter(ticket=ticket).order_by("pk"))
    version = CategoryVersion.held(ticket.category, ticket.filed_at) if questions else None
    form = {field.key: field for field in version.fields} if version else {}
    found = [
        AskedField(question, form[question.key], ticket.language)
        for question in questions
        if question.key in form and ticket.answers.get(question.key) in (None, "")
    ]
    for one in found:
        one.typed = (typed or {}).get(one.name, "").replace("\x00", "").strip()
    return found
