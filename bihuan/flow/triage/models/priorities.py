"""By which scheme priorities are given and called, and whose tickets matter more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

from django.db import models
from django.db.models import Q

from bihuan.flow.triage import matrix, schemes
from bihuan.flow.triage.raising import Matter, Names, Rule
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Department, Person
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.kept.trees import lines
from bihuan.kit.text.languages import in_two_languages


class PriorityScheme(models.Model):
    """Which levels of priority there are. Exactly one scheme is in force; the others wait with what was made of them."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    # That there is always one, a trigger holds: see the migration that made schemes.
    is_in_force = models.BooleanField(default=False)

    name = in_two_languages("name")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_in_force"], condition=Q(is_in_force=True), name="one_scheme_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_it_stands(self) -> schemes.Scheme:
        """Return its levels and its matrix; a cell that is missing is as it was delivered."""
        return _whole(self, list(self.levels.all()), list(self.cells.all()))


class PriorityLevel(models.Model):
    """What a rank is called in a scheme. Which ranks a scheme has is delivered with it, what they are called may change."""

    scheme = models.ForeignKey(PriorityScheme, models.CASCADE, related_name="levels")
    rank = models.PositiveSmallIntegerField(help_text="1 the most urgent to 4, as tickets keep it")
    name_zh = models.CharField(max_length=20)
    name_en = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "rank"], name="one_level_a_rank"),
            models.CheckConstraint(condition=Q(rank__range=(1, matrix.LOWEST)), name="rank_1_to_4"),
            models.CheckConstraint(condition=~Q(name_zh="") & ~Q(name_en=""), name="level_has_its_names"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class MatrixCell(models.Model):
    """What priority an impact and an urgency make together in a scheme. An administrator may change each."""

    scheme = models.ForeignKey(PriorityScheme, models.CASCADE, related_name="cells")
    impact = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    # With the scheme it names one of its levels, which the database holds: see the migration that made schemes.
    priority = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "impact", "urgency"], name="one_priority_a_cell"),
            models.CheckConstraint(
                condition=Q(impact__range=(1, 3), urgency__range=(1, 3), priority__range=(1, 4)),
                name="matrix_levels_in_range",
            ),
        ]

    @classmethod
    def priority_of(cls, impact: int, urgency: int) -> int:
        return scheme_in_force().priority_of(impact, urgency)


class PriorityRule(models.Model):
    """Whose tickets, or tickets about what, matter more than the matrix says: by one level, or at least so much."""

    position = models.PositiveSmallIntegerField()
    is_for_vips = models.BooleanField(default=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    at_least = models.PositiveSmallIntegerField(null=True, help_text="a rank; empty: one level more")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position"], deferrable=models.Deferrable.DEFERRED, name="one_rule_a_position"
            ),
            models.CheckConstraint(
                condition=Q(is_for_vips=True) | Q(department__isnull=False) | Q(category__isnull=False),
                name="a_rule_asks_something",
            ),
            models.CheckConstraint(
                condition=Q(at_least=None) | Q(at_least__range=(1, 3)), name="at_least_a_rank"
            ),
        ]

    def __str__(self) -> str:
        return self.rule.names[0]

    @property
    def rule(self) -> Rule:
        """Return it with what it asks in words. Reads the department, the category and the branch of that."""
        asked = [("VIP", "VIP")] if self.is_for_vips else []
        asked += [named(one) for one in (self.department, self.category) if one]
        zh, en = ("、".join(one[0] for one in asked), ", ".join(one[1] for one in asked))
        return Rule(self.is_for_vips, self.department_id, self.category_id, self.at_least, (zh, en))


class ReporterThresholds(models.Model):
    """From how many persons on a fault is a department's or the company's, where an administrator changed it: one row."""

    department = models.PositiveSmallIntegerField()
    company = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_pair_of_thresholds"),
            models.CheckConstraint(
                condition=Q(department__gte=2, company__gt=models.F("department")),
                name="thresholds_rise_from_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}, {self.company}"


def named(one: Department | Category) -> Names:
    """Return both names of a row; where one is empty, the other twice."""
    return one.name_zh or one.name_en, one.name_en or one.name_zh


def _in_force() -> schemes.Scheme:
    found = PriorityScheme.objects.filter(is_in_force=True).first()
    return found.as_it_stands() if found else schemes.USUAL


def _whole(scheme: PriorityScheme, levels: list[PriorityLevel], cells: list[MatrixCell]) -> schemes.Scheme:
    delivered = schemes.DELIVERED.get(scheme.code, schemes.USUAL)
    named_levels = tuple(
        schemes.Level(one.rank, one.name_zh, one.name_en) for one in sorted(levels, key=attrgetter("rank"))
    )
    changed = {(one.impact, one.urgency): one.priority for one in cells}
    return schemes.Scheme(
        scheme.code,
        scheme.name_zh,
        scheme.name_en,
        named_levels or delivered.levels,
        {**delivered.cells, **changed},
    )


def _thresholds() -> matrix.Thresholds:
    changed = ReporterThresholds.objects.values_list("department", "company").first()
    return matrix.Thresholds(*changed) if changed else matrix.Thresholds()


@dataclass(frozen=True)
class RuleBook:
    """The rules in their order. `above` and `branches`: for each department and category, itself and those above it."""

    rules: tuple[Rule, ...]
    above: Mapping[int, frozenset[int]]
    branches: Mapping[int, frozenset[int]]

    @property
    def asks_about_the_person(self) -> bool:
        return any(rule.asks_about_the_person for rule in self.rules)

    def matter(self, *, is_vip: bool, department: int | None, category: int | None) -> Matter:
        none: frozenset[int] = frozenset()
        return Matter(
            is_vip,
            self.above.get(department, none) if department else none,
            self.branches.get(category, none) if category else none,
        )

    def matter_of(self, person: Person | None, category: Category | None) -> Matter:
        return self.matter(
            is_vip=bool(person and person.is_vip),
            department=person.department_id if person else None,
            category=category.pk if category else None,
        )


def _rules() -> RuleBook:
    rows = PriorityRule.objects.select_related("department", "category").order_by("position")
    rules = tuple(row.rule for row in rows)
    if not rules:
        return RuleBook((), {}, {})
    return RuleBook(
        rules,
        above=lines(dict(Department.objects.values_list("pk", "parent_id"))),
        branches=lines(dict(Category.objects.values_list("pk", "parent_id"))),
    )


# The scheme by which priorities are given and called.
scheme_in_force = Kept(_in_force, PriorityScheme, PriorityLevel, MatrixCell)
reporter_thresholds = Kept(_thresholds, ReporterThresholds)
priority_rules = Kept(_rules, PriorityRule, Department, Category)
