import re

import pytest

from bihuan.kit.ui import charts
from bihuan.kit.ui.scale import CEILING, FLOOR, Scale


@pytest.mark.parametrize(
    ("values", "low", "ticks"),
    [
        ([51, 29], 0, (0, 20, 40, 60)),
        ([96.4], 80, (80, 85, 90, 95, 100)),
        ([0.37], 0, (0, 0.1, 0.2, 0.3, 0.4)),
        ([0.9], 0, (0, 0.5, 1)),
        ([2000], 0, (0, 500, 1000, 1500, 2000)),
        ([0, 0], 0, (0, 1)),
        ([], 0, (0, 1)),
        ([70], 80, (80, 81)),
    ],
)
def test_a_scale_goes_in_round_steps_over_every_value(values, low, ticks):
    assert Scale.over(values, low).ticks == pytest.approx(ticks)


def test_the_highest_step_is_drawn_at_the_top_and_nothing_leaves_the_plot():
    scale = Scale.over([100])

    assert [scale.down(value) for value in (0, 100, 250, -5)] == [FLOOR, CEILING, CEILING, FLOOR]


def test_every_value_can_be_heard_and_pointed_at():
    drawn = charts.bar_chart(
        "Tickets", ["Mon", "Tue"], [("Filed", [42, 1200]), ("Resolved", [None, 41.5])], unit=" t"
    )

    assert re.findall(r"<td>([^<]+)</td>", drawn) == ["42 t", "—", "1,200 t", "41.5 t"]
    assert re.findall(r"<title>(.+?)</title>", drawn) == [
        "Mon Filed: 42 t",
        "Tue Filed: 1,200 t",
        "Tue Resolved: 41.5 t",
    ]


def test_a_line_has_a_gap_where_nothing_is_known():
    drawn = charts.line_chart("Met", ["a", "b", "c", "d"], [("x", [1, 2, None, 3])])

    assert drawn.count("chart-line") == 1
    assert drawn.count("chart-dot") == 3


def test_a_ring_gives_each_part_its_share():
    drawn = charts.ring_chart("Channels", [("Portal", 30), ("Mail", 10)])

    assert ">75%<" in drawn
    assert ">25%<" in drawn
    assert 'stroke-dashoffset="-75.0"' in drawn


def test_nothing_to_draw_is_drawn_as_nothing():
    assert "chart-bar" not in charts.bar_chart("Tickets", [], [])
    assert "0%" not in charts.ring_chart("Channels", [])


def test_a_name_from_outside_is_only_a_name():
    drawn = charts.bar_chart("<u>", ["<script>"], [("<i>", [1])]) + charts.ring_chart("x", [("<u>", 1)])

    assert not re.search(r"<(script|u)>|<i>|<b><", drawn)
