"""The lines of a category's form and check list, as they are typed: each knows what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bihuan.ground.catalogue.conditions import Condition
from bihuan.ground.catalogue.models import FieldType

ALWAYS, ALL, ANY, YES, NO = "always", "all", "any", "yes", "no"
IS, FILLED = "is", "filled"
LONGEST_LABEL, LONGEST_KEY, LONGEST_TEXT = 100, 40, 2_000
MOST_CONDITIONS = 6
FIELD_NAMES = ("key", "type", "label_zh", "label_en", "ask_zh", "ask_en", "options", "shown", "required")
STEP_NAMES = ("key", "text_zh", "text_en", "minutes")
Part = dict[str, str]  # field, is, value


@dataclass
class Line:
    """What was typed in one line, and what is wrong with it, name → words."""

    typed: dict[str, str]
    parts: dict[str, list[Part]] = field(default_factory=dict)  # shown and required: what they look at
    errors: dict[str, str] = field(default_factory=dict)
    is_new: bool = False

    @property
    def label(self) -> str:
        return self.typed.get("label_zh") or self.typed.get("label_en") or self.typed.get("key", "")

    @property
    def options(self) -> list[dict[str, str]]:
        """Return the options of a choice: a line of Chinese, English and value, the latter two to be left out."""
        lines = [line.strip() for line in self.typed["options"].splitlines() if line.strip()]
        return [_option(line, at) for at, line in enumerate(lines, start=1)]

    def text(self, name: str, longest: int) -> str:
        typed = self.typed[name]
        if len(typed) > longest:
            self.errors[name] = _("At most %(n)d characters, please.") % {"n": longest}
        return typed


def read_lines(post: QueryDict, kind: str, names: Iterable[str], most: int) -> list[Line]:
    """Read the lines `field-0-…`, `field-1-…` in the order of their places; after `most` of them no more."""
    found = []
    for at in range(most):
        stem = f"{kind}-{at}"
        if f"{stem}-key" not in post:
            continue
        typed = {name: _clean(post, f"{stem}-{name}") for name in names}
        parts = {str(when): _parts(post, f"{stem}-{when}") for when in ("shown", "required") if when in typed}
        place = _clean(post, f"{stem}-place")
        is_new = f"{stem}-new" in post
        found.append(
            (int(place) if place.isdecimal() and len(place) < 4 else at, Line(typed, parts, {}, is_new))
        )
    return [line for _place, line in sorted(found, key=lambda one: one[0])]


def field_line(told: Mapping[str, Any]) -> Line:
    """Return a field of the form as it is typed."""
    typed = {name: str(told.get(name, "")) for name in FIELD_NAMES[:6]}
    typed["options"] = "\n".join(
        f"{one['zh']} | {one['en']} | {one['value']}" for one in told.get("options", ())
    )
    shown, shown_parts = _typed(told.get("shown_when") or {})
    needed, needed_parts = _typed(told.get("required_when") or {})
    typed["shown"] = shown
    typed["required"] = YES if told.get("is_required") else NO if needed == ALWAYS else needed
    return Line(typed, {"shown": shown_parts, "required": needed_parts})


def step_line(told: Mapping[str, Any]) -> Line:
    return Line({name: str(told.get(name, "")) for name in STEP_NAMES})


def new_field() -> Line:
    line = field_line({"type": FieldType.TEXT})
    line.is_new = True
    return line


def new_step() -> Line:
    return Line({"key": "", "text_zh": "", "text_en": "", "minutes": "5"}, is_new=True)


def key_for(wanted: str, taken: Iterable[str], usual: str) -> str:
    """Return a key made of a name; numbered where it is taken."""
    stem = slugify(wanted).replace("-", "_")[: LONGEST_KEY - 4] or usual
    known, key, number = set(taken), stem, 2
    while key in known:
        key, number = f"{stem}_{number}", number + 1
    return key


def _option(line: str, at: int) -> dict[str, str]:
    zh, en, value = ([part.strip() for part in line.replace("｜", "|").split("|")] + ["", ""])[:3]
    return {"value": value or slugify(en).replace("-", "_") or f"option_{at}", "zh": zh or en, "en": en or zh}


def _typed(condition: Condition) -> tuple[str, list[Part]]:
    """Return a condition as it is typed: how its parts go together, and the parts."""
    if not condition:
        return ALWAYS, []
    mode = ANY if ANY in condition else ALL
    return mode, [_part(one) for one in condition.get(mode, [condition])]


def _part(condition: Condition) -> Part:
    values = condition.get("values") or [condition.get("value", "")]
    how = FILLED if condition.get("is") == FILLED else IS
    return {"field": condition.get("field", ""), "is": how, "value": ", ".join(values) if how == IS else ""}


def _parts(post: QueryDict, stem: str) -> list[Part]:
    typed = (
        {name: _clean(post, f"{stem}-{at}-{name}") for name in ("field", "is", "value")}
        for at in range(MOST_CONDITIONS)
    )
    return [part for part in typed if part["field"]]


def _clean(post: QueryDict, name: str) -> str:
    return post.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()
