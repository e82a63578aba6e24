"""The catalogue (服务目录): what people ask for, what each kind needs to know, and how it is usually worked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q, Value

from bihuan.ground.catalogue.answers import Wanted
from bihuan.ground.catalogue.conditions import Rule
from bihuan.ground.catalogue.values import in_words
from bihuan.ground.people.models import Person, Skill, Team
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.text.languages import in_two_languages, is_chinese


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
    revision = models.PositiveIntegerField(default=0, db_default=0, help_text="counts each time it is kept")
    asks_at_once = models.BooleanField(
        default=False,
        db_default=False,
        help_text="the receipt asks for what the form requires and nobody said",
    )

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


_NOTHING = Value({}, models.JSONField())  # what an older release leaves out


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
    shown_when = models.JSONField(default=dict, db_default=_NOTHING, help_text="a condition; {} always")
    required_when = models.JSONField(
        default=dict, db_default=_NOTHING, help_text="a condition; {} as `is_required` says"
    )
    position = models.PositiveSmallIntegerField(default=0)

    label = in_two_languages("label")
    ask = in_two_languages("ask")

    TOLD = (
        "key", "type", "label_zh", "label_en", "ask_zh", "ask_en", "options",
        "is_required", "shown_when", "required_when",
    )  # fmt: skip

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["category", "key"], name="each_field_once_a_category"),
            one_of("type", FieldType, name="field_type_known"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def wanted(self) -> Wanted:
        """Return it as something asked, to find the answer by."""
        asks = tuple(filter(None, (self.ask_zh, self.ask_en)))
        return Wanted(self.key, (self.label_zh, self.label_en), asks, self.type == FieldType.LONGTEXT)

    def said(self, value: object, language: str | None = None) -> str:
        """Return an answer as it is read in a language (default: the active one)."""
        return in_words(self.type, value, self.options, is_chinese=is_chinese(language))

    @property
    def rule(self) -> Rule:
        return Rule(self.key, self.shown_when, self.is_required, self.required_when)

    @property
    def is_up_front(self) -> bool:
        """Tell whether it may be needed, and so stands among what is asked first."""
        return bool(self.is_required or self.required_when or self.shown_when)


class CheckStep(models.Model):
    """A step of the category's check list (SOP), simple before deep."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="steps")
    key = models.SlugField(max_length=40)
    text_zh = models.TextField()
    text_en = models.TextField()
    minutes = models.PositiveSmallIntegerField(default=5, help_text="how long it usually takes")
    position = models.PositiveSmallIntegerField(default=0)

    text = in_two_languages("text")

    TOLD = ("key", "text_zh", "text_en", "minutes")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["category", "key"], name="each_step_once_a_category")]

    def __str__(self) -> str:
        return self.key


class CategoryVersionQuerySet(models.QuerySet["CategoryVersion"]):
    def at(self, moment: datetime) -> CategoryVersion | None:
        """Return the version that held then; of a category that came later, its first."""
        return self.filter(Q(number=1) | Q(since__lte=moment)).order_by("-number").first()


class CategoryVersion(models.Model):
    """What a category asked, and its check list, from some moment on; append-only. The last one holds now."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    since = models.DateTimeField(null=True, help_text="empty: from the beginning")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    content = models.JSONField(help_text="{fields: […], steps: […]}, as the rows of the time")

    objects = CategoryVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["category", "number"], name="each_version_once_a_category"),
            models.CheckConstraint(
                condition=Q(number=1) | Q(number__gt=1, since__isnull=False),
                name="a_later_version_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of #{self.category_id}"

    @classmethod
    def held(cls, category: Category | None, moment: datetime) -> CategoryVersion | None:
        """Return the version by which a ticket of that moment goes on; where none was kept, what the rows say."""
        if category is None:
            return None
        return category.versions.at(moment) or cls(category=category, number=1, content=content_of(category))

    @classmethod
    def begin(cls, category: Category) -> CategoryVersion:
        """Keep what the rows say as the first version, which holds from the beginning."""
        return cls.objects.create(category=category, number=1, content=content_of(category))

    @classmethod
    def keep(cls, category: Category, content: Mapping[str, Sequence[Any]], stamp: Stamp) -> int | None:
        """Let the category ask this from now on; return the number of the version, None if nothing is new."""
        with transaction.atomic():
            Category.objects.select_for_update().get(pk=category.pk)
            last = category.versions.order_by("-number").first()
            if last is None and (category.fields.exists() or category.steps.exists()):
                last = cls.begin(category)
            if last and last.content == content:
                return None
            number = last.number + 1 if last else 1
            by = stamp.by if isinstance(stamp.by, Person) else None
            cls.objects.create(category=category, number=number, since=stamp.at, by=by, content=content)
            category.fields.all().delete()
            category.steps.all().delete()
            FormField.objects.bulk_create(_rows(FormField, category, content["fields"]))
            CheckStep.objects.bulk_create(_rows(CheckStep, category, content["steps"]))
        return number

    @property
    def fields(self) -> list[FormField]:
        """Return the form's fields as of then, which are not rows of the database."""
        return list(_rows(FormField, self.category, self.content["fields"]))

    @property
    def steps(self) -> list[CheckStep]:
        return list(_rows(CheckStep, self.category, self.content["steps"]))


def content_of(category: Category) -> dict[str, list[Any]]:
    """Return what a category asks now and its check list, as data."""
    return {
        "fields": [{name: getattr(one, name) for name in FormField.TOLD} for one in category.fields.all()],
        "steps": [{name: getattr(one, name) for name in CheckStep.TOLD} for one in category.steps.all()],
    }


def _rows(model: Any, category: Category, told: Iterable[Mapping[str, Any]]) -> Iterable[Any]:
    return (model(category=category, position=at, **one) for at, one in enumerate(told))


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

    TOLD = ("name_zh", "name_en", "body_zh", "body_en")

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
