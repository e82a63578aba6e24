"""What is wrong with a form and a check list as they were typed, and what they say if nothing is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bihuan.front.planning.catalogue.rows import (
    ALL,
    ALWAYS,
    ANY,
    FILLED,
    LONGEST_KEY,
    LONGEST_LABEL,
    LONGEST_TEXT,
    NO,
    YES,
    Line,
    Part,
    key_for,
)
from bihuan.ground.catalogue.conditions import is_sound
from bihuan.ground.catalogue.models import FieldType

MOST_MINUTES = 600
TRUTHS = {"yes": "yes", "是": "yes", "no": "no", "否": "no"}


def check_fields(lines: list[Line]) -> list[dict[str, Any]]:
    """Return the form as data; what is wrong stands on the lines."""
    told: list[dict[str, Any]] = []
    for line in lines:
        told.append(_field(line, told))
    return told


def check_steps(lines: list[Line]) -> list[dict[str, Any]]:
    """Return the check list as data; what is wrong stands on the lines."""
    told: list[dict[str, Any]] = []
    for line in lines:
        zh, en = line.text("text_zh", LONGEST_TEXT), line.text("text_en", LONGEST_TEXT)
        if not (zh or en):
            line.errors["text_zh"] = _("Say what to look at.")
        minutes = line.typed["minutes"]
        if not (minutes.isascii() and minutes.isdigit() and int(minutes[:6]) <= MOST_MINUTES):
            line.errors["minutes"] = _("A whole number up to %(n)d.") % {"n": MOST_MINUTES}
        taken = [one["key"] for one in told] + [one.typed["key"] for one in lines if one is not line]
        key = line.typed["key"] or key_for(en, taken, "step")
        line.typed["key"] = key
        told.append(
            {
                "key": key,
                "text_zh": zh or en,
                "text_en": en or zh,
                "minutes": int(minutes[:6]) if minutes.isdecimal() else 0,
            }
        )
    return told


def _field(line: Line, earlier: list[dict[str, Any]]) -> dict[str, Any]:
    zh, en = line.text("label_zh", LONGEST_LABEL), line.text("label_en", LONGEST_LABEL)
    ask_zh, ask_en = line.text("ask_zh", LONGEST_TEXT), line.text("ask_en", LONGEST_TEXT)
    if not (zh or en):
        line.errors["label_zh"] = _("What is it called?")
    if line.typed["type"] not in list(FieldType):
        line.errors["type"] = _("Please choose one.")
    key = _key(line, en, {one["key"] for one in earlier})
    required = line.typed["required"]
    return {
        "key": key,
        "type": line.typed["type"],
        "label_zh": zh or en,
        "label_en": en or zh,
        "ask_zh": ask_zh or ask_en,
        "ask_en": ask_en or ask_zh,
        "options": _options(line),
        "is_required": required == YES,
        "shown_when": _condition(line, "shown", earlier, (ALWAYS,)),
        "required_when": _condition(line, "required", earlier, (YES, NO)),
    }


def _key(line: Line, en: str, taken: set[str]) -> str:
    """Return the field's key: answers are kept under it, so it is given once."""
    key = line.typed["key"] or key_for(en, taken, "field")
    if len(key) > LONGEST_KEY or not key.isascii() or not key.replace("_", "").replace("-", "").isalnum():
        line.errors["key"] = _("Letters, figures and underscores, at most %(n)d.") % {"n": LONGEST_KEY}
    elif key in taken:
        line.errors["key"] = _("Another field has this key.")
    line.typed["key"] = key
    return key


def _options(line: Line) -> list[dict[str, str]]:
    if line.typed["type"] != FieldType.CHOICE:
        return []
    options = line.options
    values = [one["value"] for one in options]
    if len(options) < 2:
        line.errors["options"] = _("A choice has two options at least, each on a line of its own.")
    elif len(set(values)) < len(values):
        twice = next(value for value in values if values.count(value) > 1)
        line.errors["options"] = _("Two options have the same value: %(value)s.") % {"value": twice}
    return options


def _condition(
    line: Line, when: str, earlier: list[dict[str, Any]], unconditional: tuple[str, ...]
) -> dict[str, Any]:
    """Return a condition as data, `{}` for none; it may look at what stands above it."""
    mode = line.typed[when]
    if mode in unconditional:
        return {}
    known = {one["key"]: one for one in earlier}
    parts = line.parts[when]
    if mode not in (ALL, ANY):
        line.errors[when] = _("Please choose one.")
    elif not parts:
        line.errors[when] = _("Say on which answer it depends.")
    elif any(part["field"] not in known for part in parts):
        line.errors[when] = _("It can depend only on fields that stand above it.")
    elif any(part["is"] != FILLED and not part["value"] for part in parts):
        line.errors[when] = _("Say with which answer.")
    else:
        return _told(line, when, mode, [(known[part["field"]], part) for part in parts])
    return {}


def _told(line: Line, when: str, mode: str, parts: list[tuple[dict[str, Any], Part]]) -> dict[str, Any]:
    conditions: list[dict[str, Any]] = []
    for asked, part in parts:
        if part["is"] == FILLED:
            conditions.append({"field": asked["key"], "is": "filled"})
            continue
        values = [
            _value(asked, word.strip())
            for word in part["value"].replace("，", ",").split(",")
            if word.strip()
        ]
        if not values or None in values:
            line.errors[when] = _("%(field)s has no such answer.") % {"field": asked["label_zh"]}
            return {}
        found = (
            {"is": "equals", "value": values[0]} if len(values) == 1 else {"is": "one_of", "values": values}
        )
        conditions.append({"field": asked["key"]} | found)
    condition = conditions[0] if len(conditions) == 1 else {mode: conditions}
    if not is_sound(condition, {asked["key"] for asked, _part in parts}):
        line.errors[when] = _("Please choose one.")
    return condition


def _value(asked: dict[str, Any], word: str) -> str | None:
    """Return an answer as it is kept: an option by its value or by what it is called."""
    match asked["type"]:
        case FieldType.CHOICE:
            fitting = (
                one["value"] for one in asked["options"] if word in (one["value"], one["zh"], one["en"])
            )
            return next(fitting, None)
        case FieldType.BOOL:
            return TRUTHS.get(word.lower())
    return word
