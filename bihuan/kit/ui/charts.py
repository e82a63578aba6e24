"""Charts as SVG, drawn with the page: no script, any width, both themes, and a table of the same figures for ears.

Across, everything is in per cent of the width, so that letters keep their size on a phone; down, in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from bihuan.kit.ui.scale import FLOOR, Scale

FOOT = 24.0  # room for the names below
GROUP_SHARE = 0.62  # of the way from one name to the next that its bars take
HUES = 6
ARC_GAP = 0.8  # between two parts of a ring, in per cent of it

Series = tuple[str, Sequence[float | None]]


def bar_chart(
    label: str,
    names: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    goal: float | None = None,
    low: float = 0.0,
) -> Markup:
    """Return bars, those of one name side by side. `goal` draws a line; `low` is where the scale begins."""
    plot = _Plot.of(names, series, unit, goal, low)
    return plot.figure(label, _bars(plot))


def line_chart(
    label: str,
    names: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    goal: float | None = None,
    low: float = 0.0,
) -> Markup:
    """Return lines; where a value is None the line has a gap. `goal` and `low` as for bars."""
    plot = _Plot.of(names, series, unit, goal, low)
    return plot.figure(label, _lines(plot))


def ring_chart(label: str, parts: Sequence[tuple[str, float]], unit: str = "") -> Markup:
    """Return the parts of a whole as a ring beside their names and figures, in the order given."""
    whole = sum(value for _, value in parts) or 1.0
    shares = [value / whole * 100 for _, value in parts]
    arcs = _join(_arc(at, shares, said(name, value, unit)) for at, (name, value) in enumerate(parts))
    row = Markup(
        '<li><i data-series="{}"></i><span>{}</span><b>{}{}</b><span class="text-faint">{}%</span></li>'
    )
    rows = _join(
        row.format(at % HUES, name, figure(value), unit, round(shares[at]))
        for at, (name, value) in enumerate(parts)
    )
    frame = Markup(
        '<figure class="chart chart-round" aria-label="{}"><svg class="chart-ring" viewBox="0 0 120 120" aria-hidden="true">'
        '{}</svg><ul class="chart-parts">{}</ul></figure>'
    )
    return frame.format(label, arcs, rows)


@dataclass(frozen=True)
class _Plot:
    """Names along the foot, series of values over them, and the scale they are drawn on."""

    names: Sequence[str]
    series: Sequence[Series]
    unit: str
    goal: float | None
    scale: Scale

    @classmethod
    def of(
        cls, names: Sequence[str], series: Sequence[Series], unit: str, goal: float | None, low: float
    ) -> _Plot:
        values = [value for _, row in series for value in row if value is not None]
        return cls(names, series, unit, goal, Scale.over([*values, *([] if goal is None else [goal])], low))

    def middle(self, at: int) -> float:
        """Return where the name at this place has its middle, in per cent."""
        return round((at + 0.5) * 100 / len(self.names), 3)

    def told(self, at: int, of: str, value: float) -> str:
        return said(f"{self.names[at]} {of}", value, self.unit)

    def figure(self, label: str, shapes: Markup) -> Markup:
        height = int(FLOOR + FOOT)
        frame = Markup(
            '<figure class="chart" aria-label="{}">{}<div class="chart-frame" aria-hidden="true">'
            '<svg class="chart-scale" height="{}">{}</svg><svg class="chart-plot" height="{}">{}</svg></div>{}</figure>'
        )
        plot = _across(self) + shapes + _names(self)
        return frame.format(
            label, _legend(self.series), height, _figures(self), height, plot, _table(label, self)
        )


def _arc(at: int, shares: Sequence[float], words: str) -> Markup:
    """Return one part: a dash of the circle, whose way round is counted as 100."""
    length = max(shares[at] - ARC_GAP, 0.2)
    arc = Markup(
        '<circle class="chart-arc" data-series="{}" cx="60" cy="60" r="46" pathLength="100" stroke-dasharray="{} {}" '
        'stroke-dashoffset="{}"><title>{}</title></circle>'
    )
    return arc.format(at % HUES, round(length, 3), round(100 - length, 3), round(-sum(shares[:at]), 3), words)


def _bars(plot: _Plot) -> Markup:
    group = 100 / max(len(plot.names), 1) * GROUP_SHARE
    wide = group / max(len(plot.series), 1)
    bar = Markup(
        '<rect class="chart-bar" data-series="{}" x="{}%" width="{}%" y="{}" height="{}" rx="2"><title>{}</title></rect>'
    )
    drawn = []
    for row, (of, values) in enumerate(plot.series):
        for at, value in enumerate(values):
            if value is not None:
                left, down = plot.middle(at) - group / 2 + row * wide, plot.scale.down(value)
                place = (round(left, 3), round(wide * 0.9, 3), down, round(FLOOR - down, 1))
                drawn.append(bar.format(row % HUES, *place, plot.told(at, of, value)))
    return _join(drawn)


def _lines(plot: _Plot) -> Markup:
    stroke = Markup('<line class="chart-line" data-series="{}" x1="{}%" y1="{}" x2="{}%" y2="{}"></line>')
    dot = Markup(
        '<circle class="chart-dot" data-series="{}" cx="{}%" cy="{}" r="3.5"><title>{}</title></circle>'
    )
    drawn = []
    for row, (of, values) in enumerate(plot.series):
        points = [
            None if value is None else (plot.middle(at), plot.scale.down(value))
            for at, value in enumerate(values)
        ]
        drawn += [stroke.format(row % HUES, *one, *other) for one, other in pairwise(points) if one and other]
        drawn += [
            dot.format(row % HUES, plot.middle(at), plot.scale.down(value), plot.told(at, of, value))
            for at, value in enumerate(values)
            if value is not None
        ]
    return _join(drawn)


def _across(plot: _Plot) -> Markup:
    """Return the lines of the scale and of the goal."""
    line = Markup('<line class="chart-{0}" x1="0" x2="100%" y1="{1}" y2="{1}"></line>')
    grid = [line.format("grid", plot.scale.down(tick)) for tick in plot.scale.ticks]
    return _join(grid if plot.goal is None else [*grid, line.format("goal", plot.scale.down(plot.goal))])


def _figures(plot: _Plot) -> Markup:
    tick = Markup('<text x="100%" y="{}">{}{}</text>')
    return _join(
        tick.format(plot.scale.down(value) + 4, figure(value), plot.unit) for value in plot.scale.ticks
    )


def _names(plot: _Plot) -> Markup:
    word = Markup('<text class="chart-name" x="{}%" y="{}">{}</text>')
    return _join(word.format(plot.middle(at), FLOOR + 18, name) for at, name in enumerate(plot.names))


def _legend(series: Sequence[Series]) -> Markup:
    if len(series) < 2:
        return Markup("")
    entry = Markup('<li><i data-series="{}"></i>{}</li>')
    entries = _join(entry.format(at % HUES, name) for at, (name, _) in enumerate(series))
    return Markup('<ul class="chart-legend" aria-hidden="true">{}</ul>').format(entries)


def _table(label: str, plot: _Plot) -> Markup:
    heads = _join(Markup('<th scope="col">{}</th>').format(name) for name, _ in plot.series)
    rows = _join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            name, _join(_cell(values[at], plot.unit) for _, values in plot.series)
        )
        for at, name in enumerate(plot.names)
    )
    table = Markup(
        '<table class="sr-only"><caption>{}</caption><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table>'
    )
    return table.format(label, heads, rows)


def _cell(value: float | None, unit: str) -> Markup:
    return Markup("<td>{}</td>").format("—" if value is None else figure(value) + unit)


def said(name: str, value: float, unit: str) -> str:
    return f"{name}: {figure(value)}{unit}"


def figure(value: float) -> str:
    """Return 96.4, 12, 1,200: at most one digit behind the point, and none where there is nothing to say."""
    rounded = round(value, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
