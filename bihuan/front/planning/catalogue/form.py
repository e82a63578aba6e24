"""The form of a category: all that is wrong with it said at once, and nothing lost that was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.front.planning.catalogue import rows
from bihuan.front.planning.catalogue.checking import check_fields, check_steps
from bihuan.front.planning.catalogue.rows import Line
from bihuan.ground.catalogue.models import Category, RequestKind, content_of
from bihuan.ground.people.models import Skill, Team

MOST = {"field": 20, "step": 25}
WEIGHTS = {"3": 3.0, "2": 2.0, "1": 1.0}
NAMES = (
    "name_zh",
    "name_en",
    "kind",
    "branch",
    "team",
    "escalates_to",
    "escalation_zh",
    "escalation_en",
    "revision",
    "asks_at_once",
)
LONGEST_NAME, LONGEST_CONDITION, LONGEST_WORD, MOST_WORDS = 100, 2_000, 60, 400
BETWEEN_WORDS = re.compile(r"[,，、;；\n]+")


@dataclass
class CategoryForm:
    """What was typed, and what is wrong with it, name → words."""

    category: Category
    typed: dict[str, str]
    skills: set[str] = field(default_factory=set)
    fields: list[Line] = field(default_factory=list)
    steps: list[Line] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    content: dict[str, list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, category: Category, branch: str = "") -> CategoryForm:
        """Return the form as the category stands; a new one may be given its branch."""
        typed = {
            "name_zh": category.name_zh,
            "name_en": category.name_en,
            "kind": str(category.kind),
            "branch": category.parent.code if category.parent else branch,
            "team": category.team.code if category.team else "",
            "escalates_to": category.escalates_to.code if category.escalates_to else "",
            "escalation_zh": category.escalation_zh,
            "escalation_en": category.escalation_en,
            "revision": str(category.revision),
            "asks_at_once": "1" if category.asks_at_once else "",
        }
        for name, weight in WEIGHTS.items():
            words = [word for word, weighs in category.keywords.items() if _nearest(weighs) == weight]
            typed[f"words_{name}"] = "、".join(words)
        if not category.pk:
            return cls(category, typed)
        content = content_of(category)
        skills = set(category.skills.values_list("code", flat=True))
        fields = [rows.field_line(one) for one in content["fields"]]
        return cls(category, typed, skills, fields, [rows.step_line(one) for one in content["steps"]])

    @classmethod
    def read(cls, category: Category, post: QueryDict) -> CategoryForm:
        """Read what was sent, not yet checked."""
        names = (*NAMES, *(f"words_{weight}" for weight in WEIGHTS))
        typed = {name: post.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip() for name in names}
        fields = rows.read_lines(post, "field", rows.FIELD_NAMES, MOST["field"])
        steps = rows.read_lines(post, "step", rows.STEP_NAMES, MOST["step"])
        return cls(category, typed, set(post.getlist("skill")), fields, steps)

    @property
    def is_branch(self) -> bool:
        """A branch takes no tickets: nobody is named who would take them."""
        return not self.typed["team"] and not self.typed["branch"]

    @property
    def is_wrong(self) -> bool:
        return bool(self.errors or any(line.errors for line in (*self.fields, *self.steps)))

    def change(self, wish: str) -> int | None:
        """Add, take away or move a line: `add-field`, `remove-step-3`, `up-field-2`; return where it is now."""
        did, _dash, rest = wish.partition("-")
        kind, _dash, number = rest.partition("-")
        if kind not in MOST:
            return None
        lines = self.fields if kind == "field" else self.steps
        if did == "add" and len(lines) < MOST[kind]:
            lines.append(rows.new_field() if kind == "field" else rows.new_step())
            return len(lines) - 1
        at = int(number) if number.isdecimal() and len(number) < 4 else -1
        if not 0 <= at < len(lines):
            return None
        if did == "remove":
            lines.pop(at)
            return None
        to = at + {"up": -1, "down": 1}.get(did, 0)
        if 0 <= to < len(lines):
            lines.insert(to, lines.pop(at))
        return to

    def check(self) -> None:
        self._check_names()
        self._check_places()
        keywords = self._keywords()
        self.content = {"fields": check_fields(self.fields), "steps": check_steps(self.steps)}
        if self.is_branch and (self.fields or self.steps or keywords):
            self.errors["team"] = _("What has a form, a check list or words needs a team that takes it.")
        self.facts |= {"keywords": keywords, "asks_at_once": self.typed["asks_at_once"] == "1"}

    def _check_names(self) -> None:
        zh, en = self.typed["name_zh"], self.typed["name_en"]
        if not (zh or en):
            self.errors["name_zh"] = _("What is it called?")
        for name, longest in (
            ("name_zh", LONGEST_NAME),
            ("name_en", LONGEST_NAME),
            ("escalation_zh", LONGEST_CONDITION),
            ("escalation_en", LONGEST_CONDITION),
        ):
            if len(self.typed[name]) > longest:
                self.errors[name] = _("At most %(n)d characters, please.") % {"n": longest}
        if self.typed["kind"] not in list(RequestKind):
            self.errors["kind"] = _("Please choose one.")
        self.facts = {"name_zh": zh or en, "name_en": en or zh, "kind": self.typed["kind"]}
        first, second = self.typed["escalation_zh"], self.typed["escalation_en"]
        self.facts |= {"escalation_zh": first or second, "escalation_en": second or first}

    def _check_places(self) -> None:
        teams = {team.code: team for team in Team.objects.all()}
        for name in ("team", "escalates_to"):
            code = self.typed[name]
            if code and code not in teams:
                self.errors[name] = _("Please choose one.")
            self.facts[name] = teams.get(code)
        if self.typed["branch"] and not self.typed["team"]:
            self.errors["team"] = _("Who takes it first?")
        if self.typed["team"] and self.typed["team"] == self.typed["escalates_to"]:
            self.errors["escalates_to"] = _("This team has it already.")
        self.facts["parent"] = self._branch()
        self.facts["skills"] = list(Skill.objects.filter(code__in=self.skills).order_by("code"))

    def _branch(self) -> Category | None:
        code = self.typed["branch"]
        if not code:
            return None
        branch = (
            Category.objects.filter(code=code, parent=None, team=None).exclude(pk=self.category.pk).first()
        )
        if branch is None:
            self.errors["branch"] = _("Please choose one.")
        elif self.category.pk and self.category.children.exists():
            self.errors["branch"] = _("It is a branch itself: first move what it holds.")
        return branch

    def _keywords(self) -> dict[str, float]:
        """Return word → weight; a word in two lines weighs what the heavier says."""
        found: dict[str, float] = {}
        for name, weight in WEIGHTS.items():
            words = (word.strip() for word in BETWEEN_WORDS.split(self.typed[f"words_{name}"]))
            for word in filter(None, words):
                if len(word) > LONGEST_WORD:
                    self.errors[f"words_{name}"] = _("%(word)s… is too long for a word.") % {
                        "word": word[:12]
                    }
                found.setdefault(word.lower(), weight)
        if len(found) > MOST_WORDS:
            self.errors["words_1"] = _("At most %(n)d words, please.") % {"n": MOST_WORDS}
        return found


def _nearest(weight: float) -> float:
    return min(WEIGHTS.values(), key=lambda known: abs(known - weight))
