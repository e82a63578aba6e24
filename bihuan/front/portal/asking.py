"""The form by which a person asks for something: what it takes, and everything that is wrong with it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from bihuan.ground.catalogue.conditions import Standing, standings
from bihuan.ground.catalogue.models import Category, FieldType, FormField, RequestKind
from bihuan.ground.people.models import Person
from bihuan.kit.text.languages import either
from bihuan.kit.ui.forms import read_moment
from bihuan.tickets.models.filing import LONGEST_TITLE

LONGEST = {"title": LONGEST_TITLE, "description": 20_000, "phone": 40, "location": 100}
LONGEST_ANSWER = {FieldType.TEXT: 500, FieldType.LONGTEXT: 5_000}
# How much it matters is a wish; what is made of it the desk decides.
SCOPES = {"person": 3, "department": 2, "company": 1}
URGENCIES = {"low": 3, "normal": 2, "high": 1}
YES_NO = {"yes": True, "no": False}


class NotThat(ValueError):
    """What was typed is not what the field takes; the message says what it takes."""


@dataclass
class Asking:
    """What was typed, name → text, and what is wrong with it, name → words."""

    category: Category
    person: Person
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def blank(cls, category: Category, person: Person, title: str = "") -> Asking:
        """Return the form before anything was typed, with what we know of the person filled in."""
        known = {"phone": person.mobile or person.phone, "location": person.location}
        usual = {
            "scope": "person",
            "urgency": "normal",
            "submission": str(uuid4()),
            "title": title[:LONGEST_TITLE],
        }
        return cls(category, person, typed=known | usual)

    @classmethod
    def read(cls, category: Category, person: Person, post: QueryDict, now: datetime) -> Asking:
        """Read what was sent: the names below and nothing else."""
        names = ["title", "description", "happened_at", "scope", "urgency", "phone", "location", "submission"]
        names += [f"answer-{one.key}" for one in category.fields.all()]
        typed = {name: post.get(name, "").replace("\x00", "").strip() for name in names}
        asking = cls(category, person, typed=typed)
        asking._check(now)
        return asking

    @property
    def fields(self) -> list[FormField]:
        return list(self.category.fields.all())

    @property
    def standings(self) -> dict[str, Standing]:
        """Return which fields are shown and required under what was typed so far, by their keys."""
        typed = {one.key: self.typed.get(f"answer-{one.key}", "") for one in self.fields}
        return standings([one.rule for one in self.fields], typed)

    @property
    def needs_description(self) -> bool:
        """A fault has to be told; of a wish the form's own fields often say all."""
        is_told = any(one.is_required and one.type == FieldType.LONGTEXT for one in self.fields)
        return self.category.kind == RequestKind.INCIDENT and not is_told

    @property
    def has_more(self) -> bool:
        """Tell whether something was typed, or is wrong, among what need not be filled in."""
        names = [f"answer-{one.key}" for one in self.fields if not one.is_up_front]
        return any(self.typed.get(name) or name in self.errors for name in names)

    def choices(self, one: FormField) -> list[tuple[str, str]]:
        return [(option["value"], either(option["zh"], option["en"])) for option in one.options]

    @property
    def submission(self) -> UUID:
        try:
            return UUID(self.typed["submission"])
        except ValueError:
            return uuid4()

    @property
    def happened_at(self) -> datetime | None:
        return read_moment(self.typed["happened_at"])

    @property
    def impact(self) -> int:
        return SCOPES[self.typed["scope"]]

    @property
    def urgency(self) -> int:
        return URGENCIES[self.typed["urgency"]]

    @property
    def text(self) -> str:
        """Return the description, with where to find the person where that is not what we know."""
        known = (
            ("phone", _("Phone"), self.person.mobile or self.person.phone),
            ("location", _("Seat"), self.person.location),
        )
        new = [
            _("%(label)s: %(value)s") % {"label": label, "value": self.typed[name]}
            for name, label, before in known
            if self.typed[name] and self.typed[name] != before
        ]
        return "\n\n".join(part for part in (self.typed["description"], "\n".join(new)) if part)

    def _check(self, now: datetime) -> None:
        for name, longest in LONGEST.items():
            if len(self.typed[name]) > longest:
                self.errors[name] = _("At most %(n)d characters, please.") % {"n": longest}
        if not self.typed["title"]:
            self.errors["title"] = _("Say in a few words what this is about.")
        if not self.typed["description"] and self.needs_description:
            self.errors["description"] = _("Tell us what you see; the exact words of a message help most.")
        if self.typed["happened_at"] and (self.happened_at is None or self.happened_at > now):
            self.errors["happened_at"] = _("A day and a time that have been, please.")
        for name, known in (("scope", SCOPES), ("urgency", URGENCIES)):
            if self.typed[name] not in known:
                self.errors[name] = _("Please choose one.")
        standing = self.standings
        for one in self.fields:
            if standing[one.key].is_shown:  # what does not matter is neither checked nor kept
                self._check_field(one, is_required=standing[one.key].is_required)

    def _check_field(self, one: FormField, *, is_required: bool) -> None:
        name = f"answer-{one.key}"
        typed = self.typed[name]
        if not typed:
            if is_required:
                self.errors[name] = (
                    _("Please choose one.") if one.type in _CHOSEN else _("We need this to begin.")
                )
            return
        try:
            self.answers[one.key] = value_of(one, typed)
        except NotThat as wanted:
            self.errors[name] = str(wanted)


_CHOSEN = (FieldType.CHOICE, FieldType.BOOL)


def value_of(one: FormField, typed: str) -> str | bool | int | float:
    """Return what was typed as the value that the field keeps.

    :raises NotThat: if the field does not take it
    """
    match one.type:
        case FieldType.CHOICE:
            if typed not in {option["value"] for option in one.options}:
                raise NotThat(_("Please choose one."))
        case FieldType.BOOL:
            if typed not in YES_NO:
                raise NotThat(_("Please choose one."))
            return YES_NO[typed]
        case FieldType.NUMBER:
            return _number(typed)
        case FieldType.DATE:
            return _day(typed).isoformat()
        case _:
            longest = LONGEST_ANSWER[FieldType(one.type)]
            if len(typed) > longest:
                raise NotThat(_("At most %(n)d characters, please.") % {"n": longest})
    return typed


def _number(typed: str) -> int | float:
    try:
        number = Decimal(typed.replace("，", "").replace(",", ""))
    except InvalidOperation:
        raise NotThat(_("A number, please.")) from None
    if not number.is_finite() or not 0 <= number < 10**12:
        raise NotThat(_("A number, please."))
    return int(number) if number == number.to_integral_value() else float(number)


def _day(typed: str) -> date:
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day is None:
        raise NotThat(_("A day such as 2026-11-21, please."))
    return day
