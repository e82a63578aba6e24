import json
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.kit.text import durations

ROWS = json.loads(Path(__file__).with_name("spans.json").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["zh"] + "/" + row["zh_countdown"])
def test_a_span_is_said_in_at_most_two_units(row):
    span = timedelta(seconds=row["seconds"])

    assert durations.in_words(span, "zh-hans") == row["zh"]
    assert durations.in_words(span, "en") == row["en"]
    assert durations.countdown(span, "zh-hans") == row["zh_countdown"]
    assert durations.countdown(-span, "en") == row["en_countdown"]


def test_a_promise_is_said_as_a_limit():
    span = timedelta(minutes=15)

    assert durations.within(span, "zh-hans") == "15分钟内"
    assert durations.within(span, "en") == "within 15 min"


@pytest.mark.parametrize(
    ("hours", "zh", "en"),
    [
        (1, "1个工作小时", "1 working hour"),
        (4, "4个工作小时", "4 working hours"),
        (2.25, "工作时间2小时15分", "2 h 15 min of working time"),
        (8, "1个工作日", "1 working day"),
        (16, "2个工作日", "2 working days"),
        (20, "20个工作小时", "20 working hours"),
        (25.5, "工作时间25小时30分", "25 h 30 min of working time"),
    ],
)
def test_working_time_is_counted_in_working_days_not_in_days(hours, zh, en):
    span = timedelta(hours=hours)

    assert durations.working(span, "zh-hans") == zh
    assert durations.working(span, "en") == en


def test_a_working_day_may_have_other_hours():
    span = timedelta(hours=15)

    assert durations.working(span, "zh-hans", day=timedelta(hours=7.5)) == "2个工作日"
