"""Which policy a ticket gets, and why no other. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """What a policy may ask about a ticket, in the order in which pages tell it."""

    PRIORITY = "priority"
    CATEGORY = "category"
    CHANNEL = "channel"
    DEPARTMENT = "department"
    PERSON = "person"
    VIP = "vip"


@dataclass(frozen=True)
class Conditions:
    """What must be so. What is empty or None is not asked; a category or department stands for all below it, too."""

    priorities: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()
    category: int | None = None
    department: int | None = None
    person: int | None = None
    is_for_vips: bool = False

    @property
    def ask_about_the_person(self) -> bool:
        return self.department is not None or self.is_for_vips


@dataclass(frozen=True)
class Matter:
    """What is known of a ticket. `categories` and `departments` are its own and those above."""

    priority: int
    channel: str
    categories: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()
    person: int | None = None
    is_vip: bool = False


def misfits(conditions: Conditions, matter: Matter) -> Iterator[Condition]:
    """Yield each condition that the ticket does not meet; none if the policy is for it."""
    if conditions.priorities and matter.priority not in conditions.priorities:
        yield Condition.PRIORITY
    if conditions.category is not None and conditions.category not in matter.categories:
        yield Condition.CATEGORY
    if conditions.channels and matter.channel not in conditions.channels:
        yield Condition.CHANNEL
    if conditions.department is not None and conditions.department not in matter.departments:
        yield Condition.DEPARTMENT
    if conditions.person is not None and conditions.person != matter.person:
        yield Condition.PERSON
    if conditions.is_for_vips and not matter.is_vip:
        yield Condition.VIP


def fits(conditions: Conditions, matter: Matter) -> bool:
    return next(misfits(conditions, matter), None) is None
