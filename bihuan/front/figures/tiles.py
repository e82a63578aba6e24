"""One figure on the page: its value, whether that is as good as it should be in words, and the way to the tickets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.front.figures.asked import Asked
from bihuan.kit.text import durations
from bihuan.kit.ui.charts import figure as in_digits
from bihuan.steering.insights.figures import Measured
from bihuan.steering.insights.measures import Daily, Marks, Times

SPARKS = 10  # bars of a spark line
NO_VALUE = "—"


@dataclass(frozen=True)
class Tile:
    label: str
    about: str
    figure: str
    unit: str = ""
    note: str = ""
    tone: str = ""
    href: str = ""
    spark: Sequence[float] = ()


def address(key: str, query: dict[str, str], **more: str) -> str:
    """Return where the tickets behind a number are listed."""
    return f"{reverse('figure-tickets', args=[key])}?{urlencode(query | more)}"


def share_tile(daily: Daily, asked: Asked) -> Tile:
    figure, whole = daily.figure, daily.whole
    return Tile(
        str(figure.name),
        str(figure.about),
        figure=NO_VALUE if whole.share is None else in_digits(whole.share * 100),
        unit="" if whole.share is None else "%",
        note=_said(whole),
        tone={True: "good", False: "bad", None: ""}[whole.is_on_target],
        href=address(figure.key, asked.query) if whole.of else "",
        spark=_spark(daily, asked.days),
    )


def times_tile(label: str, about: str, times: Times, key: str, asked: Asked, language: str) -> Tile:
    """Return the middle one of some times, beside which nine of ten."""
    if times.median is None or times.p90 is None:
        return Tile(label, about, NO_VALUE, note=_("Nothing to measure in these days"))
    return Tile(
        label,
        about,
        figure=durations.in_words(times.median, language),
        note=_("9 of 10 within %(span)s") % {"span": durations.in_words(times.p90, language)},
        href=address(key, asked.query),
    )


def marks_tile(marks: Marks, asked: Asked) -> Tile:
    label, about = _("Mean of the marks"), _("Stars given in surveys, one to five.")
    answered = _("%(answered)d answers; %(sent)d surveys sent") % {
        "answered": marks.answered,
        "sent": marks.sent,
    }
    if marks.mean is None:
        return Tile(label, about, NO_VALUE, note=answered)
    href = address("rated", asked.query)
    return Tile(label, about, in_digits(marks.mean), unit=" / 5", note=answered, href=href)


def _said(whole: Measured) -> str:
    """Say how it stands to its target: the colour only repeats it."""
    if whole.share is None:
        return _("Nothing to measure in these days")
    of = _("%(good)d of %(of)d") % {"good": whole.good, "of": whole.of}
    target = whole.figure.target
    if target is None:
        return of
    wanted = in_digits(target * 100)
    if whole.figure.is_better_low:
        standing = (
            _("on target (%(n)s%% at most)")
            if whole.is_on_target
            else _("above the target (%(n)s%% at most)")
        )
    else:
        standing = _("on target (%(n)s%%)") if whole.is_on_target else _("below the target (%(n)s%%)")
    return f"{of} · {standing % {'n': wanted}}"


def _spark(daily: Daily, days: Sequence[date]) -> list[float]:
    """Return the share over the period in a few steps, oldest first; a step without anything to look at is left out."""
    steps = [days[n : n + len(days) // SPARKS + 1] for n in range(0, len(days), len(days) // SPARKS + 1)]
    counts = [(_sum(daily.good, step), _sum(daily.of, step)) for step in steps]
    return [good / of for good, of in counts if of]


def _sum(counts: Mapping[date, int], days: Iterable[date]) -> int:
    return sum(counts.get(on, 0) for on in days)
