"""A ticket's time at level 1 as it is read on pages: the plan, who was told when by which way, and who answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from bihuan.front.workbench.words import WAYS
from bihuan.practices.majors.models import Major, Told
from bihuan.tickets.models import Ticket


@dataclass(frozen=True)
class Round:
    """Who was told at once: each person with the ways."""

    number: int
    at: datetime
    whom: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class OfLevelOne:
    major: Major
    steps: Sequence[str]
    contacts: Sequence[str]
    rounds: Sequence[Round]  # the last one first


def major_of(ticket: Ticket) -> OfLevelOne | None:
    """Return the last time the ticket was of level 1; a ticket that never was costs one query."""
    major = ticket.majors.select_related("plan", "acknowledged_by").order_by("-pk").first()
    return look_at(major) if major else None


def look_at(major: Major) -> OfLevelOne:
    told = major.told.select_related("person").order_by("-round", "person__name", "way")
    rounds = [_round(number, list(words)) for number, words in groupby(told, key=lambda one: one.round)]
    return OfLevelOne(major, _lines(major.plan.steps), _lines(major.plan.contacts), rounds)


def _round(number: int, told: Sequence[Told]) -> Round:
    whom: dict[str, list[str]] = {}
    for one in told:
        whom.setdefault(one.person.name, []).append(str(WAYS[one.way]))
    return Round(number, told[0].at, [(name, _(", ").join(ways)) for name, ways in whom.items()])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
