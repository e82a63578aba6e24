from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from bihuan.flow.sla.choosing import Conditions
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Department, Person
from bihuan.kit.text.languages import in_two_languages


class PolicyQuerySet(models.QuerySet["Policy"]):
    def in_order(self) -> Self:
        """Sort as they are asked: the usual one last, which asks nothing."""
        return self.order_by(Coalesce(F("position"), models.Value(32767)), "pk")

    def active(self) -> Self:
        return self.filter(is_active=True)


class Policy(models.Model):
    """For which tickets some targets hold (承诺方案). The first policy that fits a ticket is the one it gets."""

    USUAL = "usual"  # delivered; for whatever fits no other

    code = models.CharField(max_length=40, unique=True, null=True, help_text="of one that was delivered")
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(null=True, help_text="empty: after all others")
    is_active = models.BooleanField(default=True)
    priorities = ArrayField(models.PositiveSmallIntegerField(), default=list, help_text="empty: any")
    channels = ArrayField(models.CharField(max_length=10), default=list, help_text="empty: any")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    is_for_vips = models.BooleanField(default=False)

    objects = PolicyQuerySet.as_manager()

    name = in_two_languages("name")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position"], deferrable=models.Deferrable.DEFERRED, name="one_policy_a_position"
            ),
            models.CheckConstraint(
                condition=~Q(code="usual")
                | Q(
                    position=None,
                    is_active=True,
                    priorities=[],
                    channels=[],
                    category=None,
                    department=None,
                    person=None,
                    is_for_vips=False,
                ),
                name="the_usual_policy_is_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usual(self) -> bool:
        return self.code == self.USUAL

    @property
    def conditions(self) -> Conditions:
        return Conditions(
            priorities=frozenset(self.priorities),
            channels=frozenset(self.channels),
            category=self.category_id,
            department=self.department_id,
            person=self.person_id,
            is_for_vips=self.is_for_vips,
        )
