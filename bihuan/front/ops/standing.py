"""How the desk itself is: its processes, its mail, what waits to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from django.utils.translation import gettext as _

from bihuan.front.ops import metrics
from bihuan.front.ops.words import PARTS
from bihuan.ground.channels.models import Mailbox
from bihuan.kit.work.models import SILENT_AFTER, WORKER, Heartbeat


@dataclass(frozen=True)
class Part:
    """A part that works unseen; `at` is its last sign of life, None where there was none yet."""

    name: str
    does: str
    at: datetime | None
    is_well: bool
    problem: str = ""


def parts(now: datetime) -> list[Part]:
    """Return the parts that should work, those that do not first. Two queries."""
    beats: dict[str, datetime | None] = {WORKER: None, **dict(Heartbeat.objects.values_list("name", "at"))}
    watched = {box.heartbeat: box for box in Mailbox.objects.all()}
    told = [_part(name, at, watched.get(name), now) for name, at in beats.items()]
    return sorted(told, key=lambda part: (part.is_well, part.name))


def figures() -> Mapping[str, Mapping[str, float]]:
    """Return what /metrics shows of the house: name of the gauge → value of its label → figure."""
    return {
        family.name.removeprefix("bihuan_"): {
            next(iter(sample.labels.values()), ""): sample.value for sample in family.samples
        }
        for family in metrics.families()
    }


def waits(figures: Mapping[str, Mapping[str, float]]) -> Mapping[str, timedelta]:
    """Return how long the first message in line has waited, `in` and `out`; nothing where none does."""
    lag = figures.get("mail_lag_seconds", {})
    return {way: timedelta(seconds=round(lag.get(way, 0))) for way in ("in", "out")}


def release() -> str:
    return version("bihuan")


def _part(name: str, at: datetime | None, box: Mailbox | None, now: datetime) -> Part:
    is_well = at is not None and now - at <= SILENT_AFTER
    if box:
        return Part(box.address, _("fetches this mailbox"), at, is_well, box.problem)
    word: Any
    word, does = PARTS.get(name, (name, ""))
    return Part(str(word), str(does), at, is_well)
