"""What a desk needs while nothing happens, and how soon it is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from bihuan.front.ops.bench.desk import Desk
from bihuan.front.ops.bench.report import Figure

REST_S = 20.0  # after which drains and pools have given back what they do not need
MOST_MB = 350.0
FIRST_PAGE_WITHIN_S = 5.0


def measure_idle(desk: Desk) -> Iterator[Figure]:
    """Measure memory at rest, after some pages were shown; then start it again and wait for its first page."""
    connection = desk.connect()
    for _ in range(20):
        connection.request("GET", "/account/login/")
        connection.getresponse().read()
    connection.close()
    time.sleep(REST_S)
    pids = list(desk.processes())
    yield Figure("idle memory (PSS)", pss_mb(pids), "MB", most=MOST_MB, note=f"{len(pids)} processes")
    connections.close_all()  # the database ends with the desk
    desk.end()
    yield Figure("first page after a warm start", desk.start(), "s", most=FIRST_PAGE_WITHIN_S)


def pss_mb(pids: list[int]) -> float:
    """Return the memory of some processes; what several share counts once."""
    return sum(map(_pss_kb, pids)) / 1024


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
