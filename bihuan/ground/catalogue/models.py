"""The catalogue (服务目录): what people ask for, what each kind needs to know, and how it is usually worked."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import F, Q

from bihuan.ground.people.models import Skill, Team
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.text.languages import in_two_languages


class RequestKind(StrEnum):
    INCIDENT = "incident"  # 事件: something does not work
    REQUEST = "request"  # 服务请求: something is wanted
    QUESTION = "question"  # 咨询: something is asked


class FieldType(StrEnum):
    TEXT = "text"
    LONGTEXT = "longtext"
    CHOICE = "choice"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"


class CategoryQuerySet(models.QuerySet["Category"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def leaves(self) -> Self:
        return self.active().exclude(team=None)


class Category(models.Model):
    """A branch or a leaf of the two-level tree. A leaf says who takes it first and where it goes when that fails."""

    UNSORTED = "other"  # where a ticket waits whose words say nothing

    code = models.CharField(max_length=60, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, default=RequestKind.INCIDENT)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    escalates_to = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    escalation_zh = models.TextField(blank=True)
    escalation_en = models.TextField(blank=True)
    skills = models.ManyToManyField(Skill, related_name="+")
    keywords = models.JSONField(default=dict, help_text="word → weight")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    name = in_two_languages("name")
    escalation = in_two_languages("escalation")

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            one_of("kind", RequestKind, name="category_kind_known"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="category_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Return the name with its branch: 硬件 / 打印机. Reads `parent`."""
        return f"{self.parent.name} / {self.name}" if self.parent else self.name


class FormField(models.Model):
    """Something that a category needs to know."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="fields")
    key = models.SlugField(max_length=40)
    type = models.CharField(max_length=10, default=FieldType.TEXT)
    label_zh = models.CharField(max_length=100)
    label_en = models.CharField(max_length=100)
    ask_zh = models.TextField(blank=True)
    ask_en = models.TextField(blank=True)
    options = models.JSONField(default=list, help_text="[{value, zh, en}] of a choice")
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    label = in_two_languages("label")
    ask = in_two_languages("ask")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["category", "key"], name="each_field_once_a_category"),
            one_of("type", FieldType, name="field_type_known"),
        ]

    def __str__(self) -> str:
        return self.key


class CheckStep(models.Model):
    """A step of the category's check list (SOP), simple before deep."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="steps")
    key = models.SlugField(max_length=40)
    text_zh = models.TextField()
    text_en = models.TextField()
    minutes = models.PositiveSmallIntegerField(default=5, help_text="how long it usually takes")
    position = models.PositiveSmallIntegerField(default=0)

    text = in_two_languages("text")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["category", "key"], name="each_step_once_a_category")]

    def __str__(self) -> str:
        return self.key


class ReplyTemplate(models.Model):
    """A text that is written again and again, with placeholders for what differs."""

    code = models.SlugField(max_length=60, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    body_zh = models.TextField()
    body_en = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    name = in_two_languages("name")
    body = in_two_languages("body")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


def _categories() -> dict[str, Category]:
    found = Category.objects.select_related("parent", "team").prefetch_related("fields")
    return {category.code: category for category in found}


def _needed_skills() -> dict[int, set[int]]:
    needed: dict[int, set[int]] = {}
    for category, skill in Category.skills.through.objects.values_list("category_id", "skill_id"):
        needed.setdefault(category, set()).add(skill)
    return needed


categories_by_code = Kept(_categories, Category, FormField, Team)
# By the category's key.
needed_skills = Kept(_needed_skills, Category.skills.through)
reply_templates = Kept(lambda: {one.code: one for one in ReplyTemplate.objects.all()}, ReplyTemplate)
