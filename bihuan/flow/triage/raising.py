"""What rules about persons, departments and categories make of the priority that the matrix gives. Plain Python.

The rules are applied in their order, each to what the one before it made of the priority. They always begin with what the matrix
gives and never with what stands on the ticket, so to judge twice is to judge once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bihuan.flow.triage.schemes import Scheme

Names = tuple[str, str]  # Chinese, English


@dataclass(frozen=True)
class Rule:
    """For whom a rule is, what is None is not asked, and what it does: at least this rank, or None for one level more.

    A department or a category stands for all below it, too. `names`: what it asks, in words.
    """

    is_for_vips: bool
    department: int | None
    category: int | None
    at_least: int | None
    names: Names

    @property
    def asks_about_the_person(self) -> bool:
        return self.is_for_vips or self.department is not None


@dataclass(frozen=True)
class Matter:
    """What the rules may ask. `departments` and `categories` are its own and those above."""

    is_vip: bool = False
    departments: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Judged:
    """The rank that the matrix gives, the one that the rules make of it, and the names of those that raised it."""

    by_matrix: int
    priority: int
    raised_for: tuple[Names, ...] = ()

    @property
    def raised(self) -> dict[str, Any]:
        """Return what the history keeps of it: from which rank, and for what; nothing where no rule raised it."""
        return (
            {"from": self.by_matrix, "for": [list(names) for names in self.raised_for]}
            if self.raised_for
            else {}
        )


def fits(rule: Rule, matter: Matter) -> bool:
    return (
        (not rule.is_for_vips or matter.is_vip)
        and (rule.department is None or rule.department in matter.departments)
        and (rule.category is None or rule.category in matter.categories)
    )


def apply(rules: Iterable[Rule], matter: Matter, impact: int, urgency: int, scheme: Scheme) -> Judged:
    """Return what the matrix gives and what the rules that fit make of it; none makes it less urgent."""
    by_matrix = rank = scheme.priority_of(impact, urgency)
    names = []
    for rule in rules:
        if fits(rule, matter):
            raised = scheme.one_above(rank) if rule.at_least is None else scheme.at_least(rank, rule.at_least)
            if raised < rank:
                rank = raised
                names.append(rule.names)
    return Judged(by_matrix, rank, tuple(names))
