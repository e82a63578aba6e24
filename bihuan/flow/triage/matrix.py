"""Priority from impact and urgency. Plain Python.

The delivered scheme has four levels, 紧急/高/中/低 (ITIL's impact × urgency; the levels' words are the process
documents' own): 1 is the most of each, and whatever hits the whole company and cannot wait is 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Cell = tuple[int, int]  # impact, urgency

IMPACTS = (1, 2, 3)  # the company, a department, one person
LOWEST = 4  # priority
URGENCIES = (1, 2, 3)  # business stands still, work is harder, no hurry

FOUR_LEVELS: Mapping[Cell, int] = {
    (1, 1): 1,
    (1, 2): 1,
    (1, 3): 2,
    (2, 1): 1,
    (2, 2): 2,
    (2, 3): 3,
    (3, 1): 2,
    (3, 2): 3,
    (3, 3): 4,
}


def priority_of(impact: int, urgency: int, scheme: Mapping[Cell, int] = FOUR_LEVELS) -> int:
    """Return the priority, 1 the highest.

    :raises KeyError: if the scheme has no cell for it
    """
    return scheme[impact, urgency]


class Thresholds(NamedTuple):
    """From how many persons who report the same fault on it is a department's, and the company's."""

    department: int = 3
    company: int = 10


def impact_of(reporters: int, thresholds: Thresholds) -> int:
    """Return whom a fault hits that so many persons report: 3 one person, 2 a department, 1 the company."""
    return 1 if reporters >= thresholds.company else 2 if reporters >= thresholds.department else 3
