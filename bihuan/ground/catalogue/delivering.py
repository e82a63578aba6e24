"""The catalogue and the reply templates that a desk begins with. What an administrator changed afterwards stays."""

from __future__ import annotations

from functools import cache
from typing import Any

from bihuan.ground.catalogue.models import Category, CategoryVersion, CheckStep, FormField, ReplyTemplate
from bihuan.ground.people.models import Skill, Team
from bihuan.kit.text.delivered import read_delivered


def deliver() -> None:
    teams = {team.code: team for team in Team.objects.all()}
    skills = {skill.code: skill for skill in Skill.objects.all()}
    for position, told in enumerate(read_delivered(__file__, "categories")["category"]):
        if not Category.objects.filter(code=told["code"]).exists():
            _deliver_category(told, position, teams, skills)
    for position, (code, texts) in enumerate(delivered_replies().items()):
        ReplyTemplate.objects.get_or_create(code=code, defaults=texts | {"position": position})


@cache
def delivered_replies() -> dict[str, dict[str, str]]:
    """Return the reply templates that a desk begins with: code → names and texts in both languages."""
    told = read_delivered(__file__, "replies")["reply"]
    return {one["code"]: {name: one[name].strip() for name in ReplyTemplate.TOLD} for one in told}


def _deliver_category(
    told: dict[str, Any], position: int, teams: dict[str, Team], skills: dict[str, Skill]
) -> None:
    branch, dot, _leaf = told["code"].rpartition(".")
    category = Category.objects.create(
        code=told["code"],
        parent=Category.objects.get(code=branch) if dot else None,
        name_zh=told["name_zh"],
        name_en=told["name_en"],
        kind=told.get("kind", "incident"),
        team=teams.get(told.get("team", "")),
        escalates_to=teams.get(told.get("escalates_to", "")),
        escalation_zh=told.get("escalation_zh", ""),
        escalation_en=told.get("escalation_en", ""),
        keywords={
            word: float(weight)
            for weight, words in sorted(told.get("keywords", {}).items())
            for word in words
        },
        position=position,
    )
    category.skills.set(skills[code] for code in told.get("skills", []))
    FormField.objects.bulk_create(
        FormField(category=category, position=at, **field) for at, field in enumerate(told.get("fields", []))
    )
    CheckStep.objects.bulk_create(
        CheckStep(category=category, position=at, **step) for at, step in enumerate(told.get("steps", []))
    )
    if category.team:
        CategoryVersion.begin(category)
