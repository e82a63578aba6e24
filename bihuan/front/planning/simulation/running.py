"""Replay a month of a team as it was and with a change, and keep what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bihuan.flow.dispatch.arrivals import Handled
from bihuan.flow.dispatch.comparing import (
    Outcome,
    earlier_and_later,
    kept,
    mean,
    percentile,
    sum_up,
    waits_of,
)
from bihuan.flow.dispatch.simulation import replay
from bihuan.front.planning.simulation.change import apply, changed_rules
from bihuan.front.planning.simulation.models import WhatIf
from bihuan.front.planning.simulation.scene import RUN_OUT, Scene, fill, set_up

logger = logging.getLogger(__name__)
NOTHING_CAME, NOBODY_THERE, BROKE_OFF = "nothing came", "nobody there", "broke off"
STEPS = 3  # reading, twice replaying


def run(pk: int, clock: Callable[[], datetime]) -> None:
    """Reckon what was asked; doing it twice comes to the same. `clock` tells when it ended."""
    asked = WhatIf.objects.select_related("team").get(pk=pk)
    if not asked.is_running:
        return
    try:
        _run(asked, clock)
    except Exception:
        asked.end(clock(), trouble=BROKE_OFF)
        raise


def _run(asked: WhatIf, clock: Callable[[], datetime]) -> None:
    scene = fill(set_up(asked.team, asked.month), asked.seed)
    if not scene.arrivals or not scene.members:
        asked.end(clock(), trouble=NOTHING_CAME if scene.members else NOBODY_THERE)
        return
    result = reckon(scene, asked.change, _Steps(asked))
    asked.end(clock(), result=result)
    logger.info("replayed what_if=%d tickets=%d", asked.pk, len(scene.arrivals))


def reckon(scene: Scene, change: dict[str, Any], step: Callable[[], None]) -> dict[str, Any]:
    """Return what came of both replays, as JSON. Calls `step` after each."""
    until = scene.end + RUN_OUT
    today = scene.workers(scene.members)
    before = replay(scene.asked(scene.rules), today, until, scene.habits(scene.rules))
    step()
    changed, rules = scene.workers(apply(change, scene)), changed_rules(change, scene.rules)
    after = replay(scene.asked(rules), changed, until, scene.habits(rules))
    step()
    earlier, later = earlier_and_later(before, after)
    return {
        "before": _told(sum_up(before, today, scene.usual, scene.start, scene.end)),
        "after": _told(sum_up(after, changed, scene.usual, scene.start, scene.end)),
        "earlier": earlier,
        "later": later,
        "written": scene.written,
        "glance_s": scene.glance.total_seconds() if scene.glance else None,
        "life": _life(scene),
    }


def _life(scene: Scene) -> dict[str, Any]:
    """Return what the month came to in life, beside which the replay is to be held."""
    accepted = {one.ticket: one.accepted_at for one in scene.came}
    lived = [Handled(one, None, accepted[one.ticket], None) for one in scene.arrivals]
    met = kept(lived, lambda one: one.arrival.accept_by, lambda one: one.taken_at, scene.end)
    waits = waits_of(lived, scene.usual)
    return {
        "acceptance": met.share,
        "mean_wait_s": mean(waits).total_seconds(),
        "p50_wait_s": percentile(waits, 0.5).total_seconds(),
        "p90_wait_s": percentile(waits, 0.9).total_seconds(),
    }


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "arrivals": outcome.arrivals,
        "taken": outcome.taken,
        "acceptance": outcome.acceptance.share,
        "resolution": outcome.resolution.share,
        "mean_wait_s": outcome.mean_wait.total_seconds(),
        "p50_wait_s": outcome.p50_wait.total_seconds(),
        "p90_wait_s": outcome.p90_wait.total_seconds(),
        "loads": [asdict(load) for load in outcome.loads],
        "queue": [round(waiting, 2) for waiting in outcome.queue],
    }


class _Steps:
    """Counts the steps, and lets whoever waits see how far it is."""

    def __init__(self, asked: WhatIf) -> None:
        self.asked, self.done = asked, 0

    def __call__(self) -> None:
        self.done += 1
        self.asked.come_to(min(self.done * 100 // STEPS, 99))
