"""The form of a source: all that is wrong is said at once, beside its field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from bihuan.front.planning.promises.spans import read, shown
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import AlertLevel, AlertRule, AlertSource
from bihuan.kit.ui.forms import text

SPARE = 2  # empty lines at the end of each table
MOST_LINES = 60
LONGEST = {"name": 100, "asset_label": 100}
STORM_FROM, STORM_TO = 2, 1000


class LevelLine(NamedTuple):
    severity: str = ""
    impact: str = "3"
    urgency: str = "2"
    is_ignored: bool = False


class RuleLine(NamedTuple):
    label: str = ""
    value: str = ""
    category: str = ""


class SourceForm:
    """A source as it is shown and as it was sent; `facts`, `levels` and `rules` are whole where `errors` is empty."""

    def __init__(self, source: AlertSource, sent: HttpRequest | None = None) -> None:
        self.source, self._sent = source, sent
        self.errors: dict[str, str] = {}
        self.facts: dict[str, Any] = {}
        self.levels: list[AlertLevel] = []
        self.rules: list[AlertRule] = []
        self._categories = {str(one.pk): one for one in Category.objects.active().select_related("parent")}
        self._shown_levels, self._shown_rules = list(self._level_lines()), list(self._rule_lines())
        if sent:
            self._read()

    def value(self, name: str) -> str:
        if self._sent:
            return text(self._sent, name)
        if name == "calm_for":
            return shown(self.source.calm_for)
        if name == "category":
            return str(self.source.category_id or "")
        return str(getattr(self.source, name))

    def is_on(self, name: str) -> bool:
        return name in self._sent.POST if self._sent else bool(getattr(self.source, name))

    @property
    def level_lines(self) -> list[LevelLine]:
        return [*self._shown_levels, *[LevelLine()] * SPARE]

    @property
    def rule_lines(self) -> list[RuleLine]:
        return [*self._shown_rules, *[RuleLine()] * SPARE]

    @property
    def categories(self) -> list[tuple[str, str]]:
        return sorted(((pk, one.path) for pk, one in self._categories.items()), key=lambda one: one[1])

    def _level_lines(self) -> Iterator[LevelLine]:
        if self._sent is None:
            for one in self.source.levels.order_by("impact", "urgency", "pk"):
                yield LevelLine(one.severity, str(one.impact), str(one.urgency), one.is_ignored)
            return
        for n in range(MOST_LINES):
            if severity := text(self._sent, f"severity-{n}").lower():
                impact, urgency = (text(self._sent, f"{name}-{n}") for name in ("impact", "urgency"))
                yield LevelLine(severity, impact, urgency, f"ignored-{n}" in self._sent.POST)

    def _rule_lines(self) -> Iterator[RuleLine]:
        if self._sent is None:
            for one in self.source.rules.order_by("position"):
                yield RuleLine(one.label, one.value, str(one.category_id))
            return
        for n in range(MOST_LINES):
            line = RuleLine(*(text(self._sent, f"{name}-{n}") for name in ("label", "value", "of")))
            if any(line):
                yield line

    def _read(self) -> None:
        self.facts = {name: self.value(name)[:most] for name, most in LONGEST.items()}
        if not self.facts["name"]:
            self.errors["name"] = _("Give it a name by which colleagues know it.")
        self.facts |= {name: self.is_on(name) for name in ("is_active", "resolves")}
        self.facts |= {name: self._level(name, self.value(name)) for name in ("impact", "urgency")}
        self.facts["category"] = self._categories.get(self.value("category"))
        self._read_calm()
        self._read_storm()
        self._read_levels()
        self._read_rules()

    def _read_calm(self) -> None:
        try:
            self.facts["calm_for"] = read(self.value("calm_for"))
        except ValueError:
            self.errors["calm_for"] = _("A time such as 5m or 1h; 0 to wait for nothing.")

    def _read_storm(self) -> None:
        typed = self.value("storm_from")
        if typed.isascii() and typed.isdigit() and STORM_FROM <= int(typed[:6]) <= STORM_TO:
            self.facts["storm_from"] = int(typed)
        else:
            told = {"least": STORM_FROM, "most": STORM_TO}
            self.errors["storm_from"] = _("A whole number from %(least)d to %(most)d.") % told

    def _read_levels(self) -> None:
        seen: set[str] = set()
        for n, line in enumerate(self._shown_levels):
            if line.severity in seen:
                self.errors[f"severity-{n}"] = _("It stands here already.")
            if len(line.severity) > 40:
                self.errors[f"severity-{n}"] = _("At most 40 characters.")
            seen.add(line.severity)
            levels = {name: self._level(name, getattr(line, name)) for name in ("impact", "urgency")}
            self.levels.append(AlertLevel(severity=line.severity, is_ignored=line.is_ignored, **levels))

    def _read_rules(self) -> None:
        for n, line in enumerate(self._shown_rules):
            category = self._categories.get(line.category)
            if not line.label or len(line.label) > 100:
                self.errors[f"label-{n}"] = _("Name the label, such as team.")
            if not line.value or len(line.value) > 200:
                self.errors[f"value-{n}"] = _("What does it say? Such as dba, or db-*.")
            if category is None:
                self.errors[f"of-{n}"] = _("Choose a category.")
            elif f"label-{n}" not in self.errors and f"value-{n}" not in self.errors:
                self.rules.append(
                    AlertRule(position=n, label=line.label, value=line.value, category=category)
                )

    def _level(self, name: str, typed: str) -> int:
        if typed in ("1", "2", "3"):
            return int(typed)
        self.errors[name] = _("Choose one of them.")
        return 3
