"""The form of a call: what an agent types while somebody speaks, and everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from bihuan.flow.triage.judging import judge
from bihuan.flow.triage.suggesting import Guess, guess_category
from bihuan.ground.catalogue.conditions import Standing, standings
from bihuan.ground.catalogue.models import Category, FieldType, FormField
from bihuan.ground.catalogue.values import NotOfTheField, Value, read_value
from bihuan.ground.people.models import Person
from bihuan.kit.ui.forms import read_moment
from bihuan.tickets.form import WANTED
from bihuan.tickets.models import Ticket
from bihuan.tickets.models.filing import LONGEST_TITLE

LONGEST = {"title": LONGEST_TITLE, "text": 20_000, "name": 100, "phone": 40, "email": 254}
LONGEST_ANSWER = 2_000
LEVELS = ("1", "2", "3")
USUAL = {"impact": "3", "urgency": "2"}
NAMES = ("person", *LONGEST, "category", *USUAL, "happened_at", "rang_at", "answered_at", "submission")
TICKS = ("keeps_it", "is_new", "asks_later")


@dataclass
class CallForm:
    """What was typed, name → text, and what is wrong with it, name → words."""

    typed: dict[str, str]
    now: datetime
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def blank(cls, now: datetime, **known: str) -> CallForm:
        """Return the form of a call that is answered now."""
        clock = now.isoformat()
        usual = {"rang_at": clock, "answered_at": clock, "submission": str(uuid4()), "keeps_it": "1"}
        return cls(dict.fromkeys((*NAMES, *TICKS), "") | USUAL | usual | known, now)

    @classmethod
    def read(cls, sent: Mapping[str, str], now: datetime) -> CallForm:
        """Return what was sent, not yet checked: the names known here and the answers to a category's form."""
        answers = [name for name in sent if name.startswith("answer-")]
        typed = {name: sent.get(name, "").replace("\x00", "").strip() for name in (*NAMES, *TICKS, *answers)}
        return cls({name: typed[name] or USUAL.get(name, "") for name in typed}, now)

    @cached_property
    def person(self) -> Person | None:
        name = self.typed["person"]
        found = Person.objects.active().select_related("department").filter(username=name)
        return found.first() if name else None

    @cached_property
    def chosen(self) -> Category | None:
        code = self.typed["category"]
        found = Category.objects.leaves().select_related("parent", "team").filter(code=code)
        return found.first() if code else None

    @cached_property
    def guess(self) -> Guess | None:
        """Return what the words speak for; asked only where nobody has chosen."""
        if self.chosen or not self.typed["title"]:
            return None
        keywords = dict(Category.objects.leaves().values_list("code", "keywords"))
        return guess_category(self.typed["title"], self.typed["text"], keywords)

    @cached_property
    def category(self) -> Category | None:
        """Return the category that was chosen, else the one for which the words speak."""
        if self.chosen or not self.guess:
            return self.chosen
        return Category.objects.select_related("parent", "team").get(code=self.guess.category)

    @cached_property
    def fields(self) -> list[FormField]:
        return list(self.category.fields.all()) if self.category else []

    @property
    def impact(self) -> int:
        return int(self.typed["impact"]) if self.typed["impact"] in LEVELS else 3

    @property
    def urgency(self) -> int:
        return int(self.typed["urgency"]) if self.typed["urgency"] in LEVELS else 2

    @cached_property
    def priority(self) -> int:
        """Return what matrix and rules make of it; who calls for the first time is nobody that a rule knows."""
        ticket = Ticket(person=None if self.typed["is_new"] else self.person)
        judged = judge(ticket, category=self.category, impact=self.impact, urgency=self.urgency)
        return judged.priority

    @cached_property
    def answers(self) -> dict[str, Value]:
        """Return what was answered of the category's form; what is none of it, and what does not matter, is left out."""
        found: dict[str, Value] = {}
        for one in self.fields:
            if said := self.typed.get(f"answer-{one.key}", "")[:LONGEST_ANSWER]:
                with suppress(NotOfTheField):
                    found[one.key] = read_value(one.type, said, one.options, localdate(self.now))
        matters = standings([one.rule for one in self.fields], found)
        return {key: value for key, value in found.items() if matters[key].is_shown}

    @cached_property
    def standings(self) -> dict[str, Standing]:
        return standings([one.rule for one in self.fields], self.answers)

    @property
    def requires(self) -> bool:
        """Tell whether the category's form requires anything, now or by further answers."""
        return any(one.is_required or one.required_when for one in self.fields)

    @property
    def submission(self) -> UUID:
        try:
            return UUID(self.typed["submission"])
        except ValueError:
            return uuid4()

    @property
    def answered_at(self) -> datetime:
        """Return when the call was answered: as the page noted it, never later than now."""
        return min(read_moment(self.typed["answered_at"]) or self.now, self.now)

    @property
    def rang_at(self) -> datetime:
        return min(read_moment(self.typed["rang_at"]) or self.answered_at, self.answered_at)

    @property
    def happened_at(self) -> datetime | None:
        return read_moment(self.typed["happened_at"])

    def check(self) -> None:
        for name, longest in LONGEST.items():
            if len(self.typed[name]) > longest:
                self.errors[name] = _("At most %(n)d characters, please.") % {"n": longest}
        if not self.typed["title"]:
            self.errors["title"] = _("Say in a few words what this is about.")
        if self.typed["category"] and self.chosen is None:
            self.errors["category"] = _("Please choose one.")
        if self.typed["happened_at"] and (self.happened_at is None or self.happened_at > self.now):
            self.errors["happened_at"] = _("A day and a time that have been, please.")
        self._check_who()
        self._check_answers()

    def _check_answers(self) -> None:
        """Name what is required, unless it is to be asked for later, and what is not of its field."""
        for one in self.fields:
            name, standing = f"answer-{one.key}", self.standings[one.key]
            if one.key in self.answers or not standing.is_shown:
                continue
            if self.typed.get(name):
                self.errors[name] = str(WANTED.get(one.type, WANTED[FieldType.TEXT]))
            elif standing.is_required and not self.typed["asks_later"]:
                self.errors[name] = _("Required; or tick below that it is asked for later.")

    def _check_who(self) -> None:
        if self.typed["is_new"]:
            if not self.typed["name"]:
                self.errors["name"] = _("Who is calling?")
            if not (self.typed["phone"] or self.typed["email"]):
                self.errors["phone"] = _("A number or an address, so that somebody can call back.")
            if self.typed["email"] and not _is_address(self.typed["email"]):
                self.errors["email"] = _("This is not a mail address.")
        elif self.person is None:
            self.errors["person"] = _("Choose who is calling, or write down a new caller.")


def _is_address(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True
