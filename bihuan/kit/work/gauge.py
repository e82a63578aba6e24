from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Gauge:
    """A figure that is read when somebody asks for it, such as how many clocks stand how."""

    name: (
        str  # in Prometheus's manner: bihuan_clocks, with a unit at its end if it has one (_seconds, _bytes)
    )
    says: str
    label: str  # what tells its values apart, such as `standing`
    read: Callable[[], Mapping[str, float]]
