"""All that is measured, in an order in which nothing disturbs what comes after it."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterable

from bihuan.front.ops.bench.company import settle
from bihuan.front.ops.bench.desk import Desk
from bihuan.front.ops.bench.idle import measure_idle
from bihuan.front.ops.bench.intake import measure_intake
from bihuan.front.ops.bench.pages import measure_pages
from bihuan.front.ops.bench.plans import plans_of_pages
from bihuan.front.ops.bench.portal import measure_portal
from bihuan.front.ops.bench.report import Figure, as_json, as_table
from bihuan.front.ops.bench.sweep import measure_sweep


def measure(desk: Desk, options: argparse.Namespace) -> int:
    """Print what was measured; return 1 if something is not as it should be."""
    settle()
    parts: dict[str, Callable[[], Iterable[Figure]]] = {
        "idle": lambda: measure_idle(desk),
        "intake": lambda: measure_intake(desk),
        "portal": lambda: measure_portal(desk),
        "pages": lambda: measure_pages(desk, options.rows, options.requests),
        "sweep": measure_sweep,
    }
    figures: list[Figure] = []
    for name, measured in parts.items():
        if name in options.only:
            for figure in measured():
                figures.append(figure)
                sys.stderr.write(f"{figure.name}: {figure.value:.2f} {figure.unit} {figure.note}\n")
    if options.explain:
        figures.append(_explain(desk))
    told = as_json(figures, _machine())
    if options.json:
        options.json.write_text(told + "\n", encoding="utf-8")
    else:
        sys.stdout.write(told + "\n")
    sys.stdout.write(as_table(figures) + "\n")
    return int(any(figure.is_met is False for figure in figures))


def _explain(desk: Desk) -> Figure:
    """Print the plans; tell how many of them read the whole table of tickets."""
    plans = list(plans_of_pages(desk.address))
    sys.stdout.write("\n".join(map(str, plans)) + "\n")
    bad = [plan.page for plan in plans if plan.reads_all_tickets]
    return Figure("plans that read all tickets", len(bad), f"of {len(plans)}", most=0, note=", ".join(bad))


def _machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "load_before_and_during": [round(load, 2) for load in os.getloadavg()],
    }
