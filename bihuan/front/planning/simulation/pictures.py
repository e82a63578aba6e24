"""What came of a replay, in pictures and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from bihuan.kit.text import durations
from bihuan.kit.ui.charts import bar_chart, line_chart

HOURS = range(7, 22)  # those that the picture of the queue shows
OFF, OFF_S, FEW = (
    0.2,
    600,
    30,
)  # how far from life, in share and seconds, and how few tickets, before the page warns


@dataclass(frozen=True)
class Line:
    """A figure in life, before and after; `tone` good or bad where it moved."""

    name: str
    life: str  # empty where nobody can say
    before: str
    after: str
    tone: str


@dataclass(frozen=True)
class Look:
    sentences: list[str]
    lines: list[Line]
    promises: Markup
    queue: Markup
    loads: Markup
    caution: str


def look_at(result: Mapping[str, Any]) -> Look:
    before, after = result["before"], result["after"]
    return Look(
        sentences=_sentences(result),
        lines=_lines(result["life"], before, after),
        promises=_promises(before, after),
        queue=line_chart(
            _("How many wait, by the hour of a working day"),
            [f"{hour}" for hour in HOURS],
            [
                (_("as it is"), [before["queue"][hour] for hour in HOURS]),
                (_("with the change"), [after["queue"][hour] for hour in HOURS]),
            ],
        ),
        loads=_loads(before, after),
        caution=_caution(result),
    )


def _sentences(result: Mapping[str, Any]) -> list[str]:
    before, after = result["before"], result["after"]
    of = max(before["arrivals"], 1)
    told = [
        _("%(share)d%% of the tickets are taken earlier, %(later)d%% later.")
        % {"share": round(result["earlier"] * 100 / of), "later": round(result["later"] * 100 / of)}
    ]
    words = _("Nine of ten are accepted within %(after)s of working time, instead of %(before)s.")
    told.append(words % {"after": _span(after["p90_wait_s"]), "before": _span(before["p90_wait_s"])})
    if before["acceptance"] is not None and after["acceptance"] is not None:
        words = _("%(after)s of the tickets are accepted in time instead of %(before)s.")
        told.append(words % {"before": _share(before["acceptance"]), "after": _share(after["acceptance"])})
    return told


def _lines(life: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    shares = [
        Line(
            name,
            _share(life.get(key)),
            _share(before[key]),
            _share(after[key]),
            _tone(_less(after[key], before[key]), is_good_up=True),
        )
        for name, key in ((_("Accepted in time"), "acceptance"), (_("Resolved in time"), "resolution"))
        if before[key] is not None or after[key] is not None
    ]
    waits = [
        Line(
            name,
            _span(life[key]) if key in life else "—",
            _span(before[key]),
            _span(after[key]),
            _tone(after[key] - before[key], is_good_up=False),
        )
        for name, key in (
            (_("Waiting, half of them"), "p50_wait_s"),
            (_("Waiting, nine of ten"), "p90_wait_s"),
        )
        if key in before
    ]
    left = [one["arrivals"] - one["taken"] for one in (before, after)]
    tone = _tone(left[1] - left[0], is_good_up=False)
    return [*shares, *waits, Line(_("Still waiting at the end"), "—", str(left[0]), str(left[1]), tone)]


def _promises(before: Mapping[str, Any], after: Mapping[str, Any]) -> Markup:
    names = [_("Accepted in time"), _("Resolved in time")]
    series = [
        (name, [_per_cent(one["acceptance"]), _per_cent(one["resolution"])])
        for name, one in ((_("as it is"), before), (_("with the change"), after))
    ]
    return bar_chart(_("Promises kept"), names, series, unit="%")


def _loads(before: Mapping[str, Any], after: Mapping[str, Any]) -> Markup:
    """Return how much of the time on duty each one works on tickets; a newcomer has none before."""
    was = {load["person"]: _busy(load) for load in before["loads"]}
    names = [load["name"] or _("one more") for load in after["loads"]]
    series = [
        (_("as it is"), [was.get(load["person"]) for load in after["loads"]]),
        (_("with the change"), [_busy(load) for load in after["loads"]]),
    ]
    return bar_chart(_("Share of the time on duty that goes to tickets"), names, series, unit="%")


def _caution(result: Mapping[str, Any]) -> str:
    life, before = result["life"], result["before"]
    told = []
    if result.get("glance_s"):
        words = _(
            "Whoever has nothing else to accept usually looks at a new ticket after %(span)s; the replay does, too."
        )
        told.append(words % {"span": _span(result["glance_s"])})
    told.append(
        _(
            "The work of %(written)d of %(all)d tickets was written down; that of the others is drawn from tickets like them."
        )
        % {"written": result["written"], "all": before["arrivals"]}
    )
    if any(_is_off(before[key], life[key]) for key in ("p50_wait_s", "p90_wait_s") if key in life):
        told.append(_off_in_words(life, before))
    if before["arrivals"] < FEW:
        told.append(_("There were few tickets: each of them moves the figures."))
    return ("" if (get_language() or "").startswith("zh") else " ").join(told)


def _off_in_words(life: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    """Return how far the replay is from life, and what that means."""
    waits = {"life": _span(life["p90_wait_s"]), "wait": _span(before["p90_wait_s"])}
    if before["p90_wait_s"] < life["p90_wait_s"]:
        return (
            _(
                "In life nine of ten were accepted within %(life)s, in the replay within %(wait)s: some things that kept people from it are not written down. Take the difference for a direction, not for a figure."
            )
            % waits
        )
    return (
        _(
            "In life nine of ten were accepted within %(life)s, in the replay within %(wait)s: people helped out beyond the roster. Take the difference for a direction, not for a figure."
        )
        % waits
    )


def _is_off(wait: float, lived: float) -> bool:
    return abs(wait - lived) > max(OFF_S, OFF * max(wait, lived))


def _busy(load: Mapping[str, Any]) -> float | None:
    return round(load["worked_h"] * 100 / load["on_duty_h"], 1) if load["on_duty_h"] else None


def _per_cent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _share(share: float | None) -> str:
    return "—" if share is None else f"{share * 100:.1f}%"


def _span(seconds: float) -> str:
    return durations.in_words(timedelta(seconds=round(seconds)), get_language() or "")


def _minutes(seconds: float) -> int:
    """Return whole minutes, as they are shown: what looks alike is not called better."""
    return int(seconds) // 60


def _less(after: float | None, before: float | None) -> float:
    return (after or 0) - (before or 0)


def _tone(moved: float, *, is_good_up: bool) -> str:
    if abs(moved) < 1e-9:
        return ""
    return "good" if (moved > 0) is is_good_up else "bad"
