"""The form of a call: what an agent types while somebody speaks, and everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext as _

from bihuan.flow.triage.judging import judge
from bihuan.flow.triage.suggesting import Guess, guess_category
from bihuan.ground.catalogue.conditions import standings
from bihuan.ground.catalogue.models import Category, FieldType, FormField
from bihuan.ground.people.models import Person
from bihuan.tickets.models import Ticket
from bihuan.tickets.models.filing import LONGEST_TITLE

LONGEST = {"title": LONGEST_TITLE, "text": 20_000, "name": 100, "phone": 40, "email": 254}
LONGEST_ANSWER = 2_000
LEVELS = ("1", "2", "3")
USUAL = {"impact": "3", "urgency": "2"}
NAMES = ("person", *LONGEST, "category", *USUAL, "rang_at", "answered_at", "submission")
TICKS = ("keeps_it", "is_new")


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

    @property
    def answers(self) -> dict[str, str]:
        """Return what was answered of the category's form; a choice that is none, and what does not matter, is left out."""
        found: dict[str, str] = {}
        for one in self.fields:
            value = self.typed.get(f"answer-{one.key}", "")[:LONGEST_ANSWER]
            is_choice = one.type != FieldType.CHOICE or value in {
                str(option["value"]) for option in one.options
            }
            if value and is_choice:
                found[one.key] = value
        matters = standings([one.rule for one in self.fields], found)
        return {key: value for key, value in found.items() if matters[key].is_shown}

    @property
    def submission(self) -> UUID:
        try:
            return UUID(self.typed["submission"])
        except ValueError:
            return uuid4()

    @property
    def answered_at(self) -> datetime:
        """Return when the call was answered: as the page noted it, never later than now."""
        return min(_moment(self.typed["answered_at"]) or self.now, self.now)

    @property
    def rang_at(self) -> datetime:
        return min(_moment(self.typed["rang_at"]) or self.answered_at, self.answered_at)

    def check(self) -> None:
        for name, longest in LONGEST.items():
            if len(self.typed[name]) > longest:
                self.errors[name] = _("At most %(n)d characters, please.") % {"n": longest}
        if not self.typed["title"]:
            self.errors["title"] = _("Say in a few words what this is about.")
        if self.typed["category"] and self.chosen is None:
            self.errors["category"] = _("Please choose one.")
        self._check_who()

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


def _moment(typed: str) -> datetime | None:
    try:
        read = parse_datetime(typed)
    except ValueError:
        return None
    return make_aware(read, get_current_timezone()) if read and not read.tzinfo else read


def _is_address(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True
