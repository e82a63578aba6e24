"""What an administrator decides about the dispatch: how much one may have at a time, what must be mastered, options."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from bihuan.flow.dispatch.choosing import DEFAULT_LIMIT
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Person, Skill
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.text.languages import either


class DispatchRules(models.Model):
    """The one row of options; without it `Rules()` holds."""

    limit = models.PositiveSmallIntegerField(
        default=DEFAULT_LIMIT, help_text="open tickets at a time of who has no limit of his or her own"
    )
    urgent_to = models.PositiveSmallIntegerField(
        default=1, help_text="tickets up to this priority wait for nobody's limit; 0: all wait"
    )
    is_vip_urgent = models.BooleanField(default=False, help_text="an important person's ticket does not wait")
    sticks_days = models.PositiveSmallIntegerField(
        default=0, help_text="who helped the person within so many days helps again; 0: no matter who"
    )
    returns_unaccepted = models.BooleanField(
        default=True, help_text="what nobody accepts in time is given to somebody else"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_dispatch_rules"),
            models.CheckConstraint(condition=Q(limit__gte=1), name="dispatch_limit_at_least_one"),
            models.CheckConstraint(condition=Q(urgent_to__lte=4), name="dispatch_urgent_to_priority"),
        ]


class WorkLimit(models.Model):
    """How many open tickets one person has at a time, instead of what holds for all."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="work_limit")
    tickets = models.PositiveSmallIntegerField(help_text="0: is given none")


class SkillRequirement(models.Model):
    """The level that somebody must have in a skill to be given tickets of a category."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(help_text="1 knows, 2 can, 3 teaches")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "skill"], name="one_requirement_a_category_and_skill"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="required_level_1_to_3"),
        ]


@dataclass(frozen=True)
class Rules:
    limit: int = DEFAULT_LIMIT
    urgent_to: int = 1
    is_vip_urgent: bool = False
    sticks_days: int = 0
    returns_unaccepted: bool = True


def _read_rules() -> Rules:
    row = DispatchRules.objects.values(*Rules.__dataclass_fields__).first()
    return Rules(**row) if row else Rules()


def _read_required() -> dict[int, dict[int, int]]:
    required: dict[int, dict[int, int]] = {}
    for category, skill, level in SkillRequirement.objects.values_list("category_id", "skill_id", "level"):
        required.setdefault(category, {})[skill] = level
    return required


def _read_skill_names() -> dict[int, tuple[str, str]]:
    return {pk: (zh, en) for pk, zh, en in Skill.objects.values_list("pk", "name_zh", "name_en")}


def skill_name(skill: int) -> str:
    """Return what a skill is called in the reader's language; empty for one that is no more."""
    return either(*_skill_names().get(skill, ("", "")))


rules = Kept(_read_rules, DispatchRules)
work_limits = Kept(lambda: dict(WorkLimit.objects.values_list("person_id", "tickets")), WorkLimit)
# By the key of the category, then of the skill.
required_levels = Kept(_read_required, SkillRequirement)
_skill_names = Kept(_read_skill_names, Skill)
