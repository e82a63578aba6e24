"""Constraints that several rooms write alike."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import CheckConstraint, Q


def one_of(field: str, values: type[StrEnum], *, name: str) -> CheckConstraint:
    """Let the database take nothing in `field` but the values of an enumeration."""
    return CheckConstraint(condition=Q(**{f"{field}__in": [str(value) for value in values]}), name=name)
