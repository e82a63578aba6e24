"""Schemes of priorities: what their levels are called, and what impact and urgency make of a ticket. Plain Python.

A ticket keeps a rank, 1 the most urgent to 4, and that for ever. A level stands for the rank that it gives. A scheme of
fewer levels leaves ranks out; what stands at one of these is called by the level above it. So another scheme renames
what there is and changes no ticket.

The delivered schemes are those of the process documents: 紧急/高/中/低, service levels 1 to 4, 特急/紧急/一般. In the last
特急 is a core business that stands still for many, 紧急 a part of them, 一般 the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.flow.triage.matrix import FOUR_LEVELS, IMPACTS, LOWEST, URGENCIES, Cell


@dataclass(frozen=True)
class Level:
    """A level by the rank it gives, and its name in both languages."""

    rank: int
    zh: str
    en: str


@dataclass(frozen=True)
class Scheme:
    """Levels, the most urgent first, which is of rank 1, and for each impact and urgency the rank of one of them."""

    code: str
    zh: str
    en: str
    levels: tuple[Level, ...]
    cells: Mapping[Cell, int]

    def level(self, rank: int) -> Level:
        """Return the level by which a stored rank is called."""
        return next(level for level in reversed(self.levels) if level.rank <= rank)

    def ranks_called_as(self, rank: int) -> tuple[int, ...]:
        """Return all stored ranks that have the same name as this one."""
        level = self.level(rank)
        return tuple(other for other in range(1, LOWEST + 1) if self.level(other) == level)

    def priority_of(self, impact: int, urgency: int) -> int:
        return self.cells[impact, urgency]

    def one_above(self, rank: int) -> int:
        """Return the rank of the next more urgent level; of the first one its own."""
        here = self.levels.index(self.level(rank))
        return self.levels[max(here - 1, 0)].rank

    def at_least(self, rank: int, least: int) -> int:
        """Return the more urgent of two ranks, the second as the level by which it is called."""
        return min(rank, self.level(least).rank)


THREE: Mapping[Cell, int] = {
    (1, 1): 1,
    (1, 2): 2,
    (1, 3): 3,
    (2, 1): 2,
    (2, 2): 2,
    (2, 3): 3,
    (3, 1): 2,
    (3, 2): 3,
    (3, 3): 3,
}

USUAL = Scheme(
    "four-levels",
    "四级：紧急、高、中、低",
    "Four levels: critical to low",
    (Level(1, "紧急", "Critical"), Level(2, "高", "High"), Level(3, "中", "Medium"), Level(4, "低", "Low")),
    FOUR_LEVELS,
)
SERVICE_LEVELS = Scheme(
    "service-levels",
    "服务级别1–4",
    "Service levels 1 to 4",
    tuple(Level(rank, f"服务级别{rank}", f"Service level {rank}") for rank in range(1, LOWEST + 1)),
    FOUR_LEVELS,
)
THREE_LEVELS = Scheme(
    "three-levels",
    "三级：特急、紧急、一般",
    "Three levels: top urgent to normal",
    (Level(1, "特急", "Top urgent"), Level(2, "紧急", "Urgent"), Level(3, "一般", "Normal")),
    THREE,
)
DELIVERED: Mapping[str, Scheme] = {one.code: one for one in (USUAL, SERVICE_LEVELS, THREE_LEVELS)}
CELLS = tuple((impact, urgency) for impact in IMPACTS for urgency in URGENCIES)
