"""What was measured, against what it should be; as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One figure. `most` and `least` say what it should be; a figure without either is told for information."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        if self.most is None and self.least is None:
            return None
        is_low_enough = self.most is None or self.value <= self.most
        return is_low_enough and (self.least is None or self.value >= self.least)


def as_json(figures: Iterable[Figure], machine: dict[str, Any]) -> str:
    told = [asdict(figure) | {"is_met": figure.is_met} for figure in figures]
    report = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine, "figures": told}
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_table(figures: Iterable[Figure]) -> str:
    rows = [("what", "figure", "wanted", "", "note"), *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}".rstrip()
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, str, str, str, str]:
    wanted = f"≤ {figure.most:g}" if figure.most is not None else ""
    wanted = f"≥ {figure.least:g}" if figure.least is not None else wanted
    met = {True: "met", False: "MISSED", None: ""}[figure.is_met]
    return figure.name, f"{figure.value:,.2f} {figure.unit}", wanted, met, figure.note
