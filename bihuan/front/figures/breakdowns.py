"""The tickets of a period by day, by category, by channel; and what is open now, by age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.front.figures.asked import Asked
from bihuan.front.figures.counted import AGES, REFUSED
from bihuan.front.figures.tiles import address
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import Channel
from bihuan.kit.text.moments import MONTHS

MOST_DAYS = 31  # a longer period is shown by the week
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Bar:
    """A part of a breakdown: how many, against the largest part, and where they are listed."""

    label: str
    count: int
    most: int
    href: str
    tone: str = "accent"


@dataclass(frozen=True)
class Step:
    """A day, or a week, of the period."""

    name: str
    filed: int
    solved: int
    filed_href: str
    solved_href: str


def steps(filed: Mapping[date, int], solved: Mapping[date, int], asked: Asked, language: str) -> list[Step]:
    days = asked.days
    wide = 1 if len(days) <= MOST_DAYS else DAYS_A_WEEK
    return [_step(days[n : n + wide], filed, solved, asked, language) for n in range(0, len(days), wide)]


def by_category(counted: Sequence[tuple[int, int]], asked: Asked) -> list[Bar]:
    categories = Category.objects.select_related("parent").in_bulk([pk for pk, _n in counted])
    return [
        Bar(
            categories[pk].path, n, counted[0][1], address("filed", asked.query, category=categories[pk].code)
        )
        for pk, n in counted
    ]


def by_channel(
    counted: Sequence[tuple[str, int]], channels: Mapping[str, Channel], asked: Asked
) -> list[Bar]:
    return [
        Bar(
            channels[kind].name if kind in channels else kind,
            n,
            counted[0][1],
            address("filed", asked.query, channel=kind),
        )
        for kind, n in counted
    ]


def by_age(counts: Mapping[str, int], asked: Asked) -> list[Bar]:
    most = max(counts.values(), default=0)
    return [
        Bar(
            str(age.name),
            counts[age.key],
            most,
            address("backlog", dict(asked.filters), age=age.key),
            age.tone,
        )
        for age in AGES
    ]


def by_refusal(counts: Mapping[str, int], asked: Asked) -> list[Bar]:
    most = max(counts.values(), default=0)
    return [
        Bar(str(one.name), counts.get(one.key, 0), most, address(one.key, asked.query), "held")
        for one in REFUSED
    ]


def month_name(on: date, language: str) -> str:
    """Return 2026年9月; Sep 2026."""
    return f"{on.year}年{on.month}月" if language.startswith("zh") else f"{MONTHS[on.month - 1]} {on.year}"


def _step(
    days: Sequence[date], filed: Mapping[date, int], solved: Mapping[date, int], asked: Asked, language: str
) -> Step:
    span = asked.query | {"from": f"{days[0]}", "to": f"{days[-1]}"}
    return Step(
        name=_month_and_day(days[0], language),
        filed=sum(filed.get(on, 0) for on in days),
        solved=sum(solved.get(on, 0) for on in days),
        filed_href=address("filed", span),
        solved_href=address("solved", span),
    )


def _month_and_day(on: date, language: str) -> str:
    """Return 11/3; 3 Nov: as little as stands under a chart."""
    return f"{on.month}/{on.day}" if language.startswith("zh") else f"{on.day} {MONTHS[on.month - 1]}"
