"""What is typed about a scheme and about a rule: all that is wrong is said at once, beside its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bihuan.flow.triage.matrix import Thresholds
from bihuan.flow.triage.models import PriorityRule
from bihuan.flow.triage.schemes import CELLS, Level, Scheme
from bihuan.front.workbench.words import name_of
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Department
from bihuan.kit.ui.forms import text

LONGEST = {"zh": 20, "en": 30}
ONE_MORE = "more"  # what a rule does that raises by one level


class Named(NamedTuple):
    """A level with the names typed for it, and what is wrong with them."""

    rank: int
    zh: str
    en: str
    error: str


class SchemeForm:
    """A scheme as it stands or as it was sent; `draft` is whole where `errors` is empty."""

    def __init__(self, scheme: Scheme, sent: HttpRequest | None = None) -> None:
        self.scheme = self.draft = scheme
        self.errors: dict[str, str] = {}
        if sent:
            self._read(sent)

    @property
    def levels(self) -> list[Named]:
        return [
            Named(one.rank, one.zh, one.en, self.errors.get(f"level-{one.rank}", ""))
            for one in self.draft.levels
        ]

    @property
    def choices(self) -> list[tuple[int, str]]:
        """Return the levels by their names as they are kept, which is how a cell calls them."""
        return [(one.rank, name_of(one)) for one in self.scheme.levels]

    def _read(self, sent: HttpRequest) -> None:
        ranks = {str(one.rank) for one in self.scheme.levels}
        cells = {}
        for impact, urgency in CELLS:
            typed = text(sent, f"cell-{impact}-{urgency}")
            if typed not in ranks:
                self.errors["cells"] = _("Choose a level in each field of the matrix.")
            cells[impact, urgency] = (
                int(typed) if typed in ranks else self.scheme.priority_of(impact, urgency)
            )
        levels = tuple(self._level(one, sent) for one in self.scheme.levels)
        self._check_names(levels)
        self.draft = Scheme(self.scheme.code, self.scheme.zh, self.scheme.en, levels, cells)

    def _level(self, level: Level, sent: HttpRequest) -> Level:
        zh, en = (text(sent, f"{name}-{level.rank}")[:longest] for name, longest in LONGEST.items())
        if not zh and not en:
            self.errors[f"level-{level.rank}"] = _("Give it a name.")
        return Level(level.rank, zh or en, en or zh[: LONGEST["en"]])

    def _check_names(self, levels: tuple[Level, ...]) -> None:
        for n, level in enumerate(levels):
            if level.zh and any(level.zh == other.zh or level.en == other.en for other in levels[:n]):
                self.errors[f"level-{level.rank}"] = _("Another level is called so already.")


@dataclass
class RuleForm:
    """A rule as it stands or as it was sent."""

    row: PriorityRule
    sent: HttpRequest | None = None
    error: str = ""

    def value(self, name: str) -> str:
        if self.sent:
            return text(self.sent, name)
        if name == "effect":
            return str(self.row.at_least or ONE_MORE)
        return str(getattr(self.row, f"{name}_id") or "")

    @property
    def is_for_vips(self) -> bool:
        return "is_for_vips" in self.sent.POST if self.sent else self.row.is_for_vips

    def read(self) -> Mapping[str, Any] | None:
        """Return what was sent as the fields of a rule; None, with `error`, where it asks nothing."""
        effect = self.value("effect")
        facts = {
            "is_for_vips": self.is_for_vips,
            "department": _by_key(Department, self.value("department")),
            "category": _by_key(Category, self.value("category")),
            "at_least": int(effect) if effect in ("1", "2", "3") else None,
        }
        if not (facts["is_for_vips"] or facts["department"] or facts["category"]):
            self.error = _("Say for whom or for what: VIPs, a department or a category.")
            return None
        return facts


def effects(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Yield what a rule may do, as its value and in words."""
    yield ONE_MORE, _("one level more")
    for level in scheme.levels[:-1]:
        yield str(level.rank), _("at least %(level)s") % {"level": name_of(level)}


def _by_key(model: type[Any], typed: str) -> Any:
    is_key = typed.isascii() and typed.isdigit() and len(typed) < 10
    return model.objects.filter(pk=int(typed)).first() if is_key else None


class ThresholdForm(forms.Form):
    department = forms.IntegerField(min_value=2, max_value=9999)
    company = forms.IntegerField(min_value=3, max_value=9999)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if given.get("department", 0) >= given.get("company", 9999):
            self.add_error("company", _("more than make a department"))
        return given

    @property
    def wanted(self) -> Thresholds:
        return Thresholds(**self.cleaned_data)
