"""The form of a policy: all that is wrong is said at once, beside its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Policy, Target
from bihuan.front.planning.promises.keeping import Aim, Aims
from bihuan.front.planning.promises.spans import read, shown
from bihuan.front.planning.promises.words import ORDER
from bihuan.front.workbench.words import CHANNELS, ranks
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Department, Person
from bihuan.kit.ui.forms import text

LEVELS = (1, 2, 3, 4)
LONGEST_NAME = 100


class Cell(NamedTuple):
    """What is typed for a promise at a priority."""

    key: str
    priority: int
    allowed: str
    warn: str
    calendar: str
    first: str


class PolicyForm:
    """A policy as it is shown and as it was sent; `facts` and `aims` are whole where `errors` is empty."""

    def __init__(self, policy: Policy, sent: HttpRequest | None = None, like: Policy | None = None) -> None:
        self.policy, self._sent = policy, sent
        self.calendars = {one.code: one for one in Calendar.objects.select_related("region").order_by("pk")}
        self.errors: dict[str, str] = {}
        self.facts: dict[str, Any] = {}
        self.aims: Aims = {}
        source = policy if policy.pk else like
        self._targets = (
            {(one.promise, one.priority): one for one in source.targets.select_related("calendar")}
            if source
            else {}
        )
        if sent:
            self._read()

    def value(self, name: str) -> str:
        if self._sent:
            return text(self._sent, name)
        if name == "person":
            return self.policy.person.username if self.policy.person else ""
        return str(getattr(self.policy, f"{name}_id" if name in ("category", "department") else name) or "")

    def chosen(self, name: str) -> set[str]:
        if self._sent:
            return set(self._sent.POST.getlist(name))
        return {str(one) for one in getattr(self.policy, name)}

    def is_on(self, name: str) -> bool:
        return name in self._sent.POST if self._sent else bool(getattr(self.policy, name))

    def cells(self, promise: str) -> Iterator[Cell]:
        for priority in LEVELS:
            key = f"{promise}-{priority}"
            if self._sent:
                typed = (
                    text(self._sent, f"{name}-{key}") for name in ("allowed", "warn", "calendar", "first")
                )
                yield Cell(key, priority, *typed)
            else:
                yield self._cell_of(key, priority, self._targets.get((promise, priority)))

    def _cell_of(self, key: str, priority: int, target: Target | None) -> Cell:
        if target is None:
            return Cell(key, priority, "", "", next(iter(self.calendars), ""), "")
        first = shown(target.first_after) if target.promise == Promise.UPDATE else ""
        told = shown(target.allowed), shown(target.warn_before), target.calendar.code
        return Cell(key, priority, *told, first)

    def _read(self) -> None:
        self._read_names()
        self.facts["is_active"] = self.policy.is_usual or self.is_on("is_active")
        if not self.policy.is_usual:
            self._read_conditions()
        aims = {}
        for promise in ORDER:
            for cell in self.cells(promise):
                if aim := self._aim(promise, cell):
                    aims[promise, cell.priority] = aim
        if not aims and not self.errors:
            self.errors["targets"] = _("Promise something: fill in a time at least once.")
        self.aims = aims

    def _read_names(self) -> None:
        chinese, english = (self.value(name)[:LONGEST_NAME] for name in ("name_zh", "name_en"))
        if not chinese and not english:
            self.errors["name_zh"] = _("Give it a name, such as: directors and their offices.")
        self.facts |= {"name_zh": chinese or english, "name_en": english or chinese}

    def _read_conditions(self) -> None:
        self.facts["priorities"] = [one for one in LEVELS if str(one) in self.chosen("priorities")]
        self.facts["channels"] = [str(one) for one in CHANNELS if one in self.chosen("channels")]
        self.facts["is_for_vips"] = self.is_on("is_for_vips")
        self.facts["category"] = _by_key(Category, self.value("category"))
        self.facts["department"] = _by_key(Department, self.value("department"))
        typed = self.value("person")
        person = Person.objects.active().known_as(typed) if typed else None
        if typed and person is None:
            self.errors["person"] = _("Nobody has this log-in or mail address.")
        self.facts["person"] = person

    def _aim(self, promise: str, cell: Cell) -> Aim | None:
        if not cell.allowed:
            return None
        spans: Mapping[str, timedelta | None] = {
            name: self._span(f"{name}-{cell.key}", typed or "0")
            for name, typed in (("allowed", cell.allowed), ("warn", cell.warn), ("first", cell.first))
        }
        calendar = self.calendars.get(cell.calendar)
        if calendar is None:
            self.errors[f"calendar-{cell.key}"] = _("Choose the hours in which it counts.")
        allowed, warn, first = spans["allowed"], spans["warn"], spans["first"]
        if allowed is None or warn is None or first is None or calendar is None:
            return None
        return Aim(allowed, warn, calendar, first if promise == Promise.UPDATE else timedelta())

    def _span(self, name: str, typed: str) -> timedelta | None:
        try:
            return read(typed)
        except ValueError:
            self.errors[name] = _("A time such as 30m, 2h or 1h30m, of 90 days at most.")
            return None

    @property
    def calendar_names(self) -> list[tuple[str, str]]:
        return [(code, calendar.name) for code, calendar in self.calendars.items()]

    @property
    def priorities(self) -> list[tuple[str, str]]:
        return [(str(rank), name) for rank, name in ranks()]

    @property
    def channels(self) -> list[tuple[str, str]]:
        return [(str(kind), str(name)) for kind, (name, _icon) in CHANNELS.items()]


def categories() -> list[tuple[int, str]]:
    """Return the tree as one list, each branch before what is below it."""
    found = Category.objects.active().select_related("parent")
    return sorted(((one.pk, one.path) for one in found), key=lambda one: one[1])


def departments() -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in Department.objects.order_by("code")]


def _by_key(model: type[Any], typed: str) -> Any:
    return model.objects.filter(pk=int(typed)).first() if typed.isascii() and typed.isdigit() else None
