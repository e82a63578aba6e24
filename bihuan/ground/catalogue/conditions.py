"""When a field of a form is shown, and when it is required: conditions on earlier answers, as data.

The language is closed. A condition is `{}`, which always holds, or one of
`{"field": key, "is": "filled"}`, `{"field": key, "is": "equals", "value": text}`,
`{"field": key, "is": "one_of", "values": [text, …]}`, `{"all": [condition, …]}`, `{"any": [condition, …]}`.
The island `asking-form` holds to the same rules; both are tested by `tests/conditions.json`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

Condition = Mapping[str, Any]
Answers = Mapping[str, Any]

DEEPEST = 3  # levels of all and any


class Rule(NamedTuple):
    """What a field says about itself."""

    key: str
    shown_when: Condition = {}
    is_required: bool = False
    required_when: Condition = {}


class Standing(NamedTuple):
    """What becomes of a field under some answers; what is not shown is never required."""

    is_shown: bool
    is_required: bool


def standings(rules: Iterable[Rule], answers: Answers) -> dict[str, Standing]:
    """Return key → standing, in the order of the form; the answer to a field that is not shown counts as none."""
    seen: dict[str, str] = {}
    found = {}
    for rule in rules:
        is_shown = holds(rule.shown_when, seen)
        needs = rule.is_required or (bool(rule.required_when) and holds(rule.required_when, seen))
        found[rule.key] = Standing(is_shown, is_shown and needs)
        if is_shown:
            seen[rule.key] = as_said(answers.get(rule.key))
    return found


def holds(condition: Condition, answers: Answers) -> bool:
    """Tell whether a condition holds; what is not of the language never does."""
    if not condition:
        return True
    if "all" in condition:
        return all(holds(one, answers) for one in condition["all"])
    if "any" in condition:
        return any(holds(one, answers) for one in condition["any"])
    said = as_said(answers.get(condition.get("field", "")))
    match condition.get("is"):
        case "filled":
            return bool(said)
        case "equals":
            return said == condition.get("value")
        case "one_of":
            return said in condition.get("values", ())
    return False


def as_said(answer: object) -> str:
    """Return an answer as a form sends it: yes or no for a truth, text for anything else."""
    match answer:
        case None:
            return ""
        case True | "True" | "true":
            return "yes"
        case False | "False" | "false":
            return "no"
    return str(answer).strip()


def is_sound(condition: object, earlier: Collection[str], depth: int = 0) -> bool:
    """Tell whether something is a condition that looks at earlier fields alone."""
    if not isinstance(condition, Mapping) or depth > DEEPEST:
        return False
    for word in ("all", "any"):
        if condition.keys() == {word}:
            inner = condition[word]
            return isinstance(inner, list) and all(one and is_sound(one, earlier, depth + 1) for one in inner)
    match dict(condition):
        case {"field": field, "is": "filled", **rest} if not rest:
            return field in earlier
        case {"field": field, "is": "equals", "value": str(), **rest} if not rest:
            return field in earlier
        case {"field": field, "is": "one_of", "values": [*values], **rest} if not rest:
            return field in earlier and bool(values) and all(isinstance(one, str) for one in values)
    return not condition


def looked_at(condition: Condition) -> set[str]:
    """Return the keys of the fields that a condition looks at."""
    inner = [*condition.get("all", ()), *condition.get("any", ())]
    found = {key for one in inner for key in looked_at(one)}
    return found | {condition["field"]} if "field" in condition else found
