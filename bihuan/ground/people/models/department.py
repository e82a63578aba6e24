from __future__ import annotations

from django.db import models

from bihuan.kit.text.languages import in_two_languages


class Department(models.Model):
    """A node of the company's tree."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    name = in_two_languages("name")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="department_is_not_its_own_parent"
            )
        ]

    def __str__(self) -> str:
        return self.name
