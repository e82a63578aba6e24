from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bihuan.kit.text import moments

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Saturday.
NOW = datetime(2026, 11, 21, 14, 5, tzinfo=SHANGHAI)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_a_moment_in_full_is_written_as_each_language_does():
    assert moments.full(NOW, "zh-hans", SHANGHAI) == "2026年11月21日 14:05"
    assert moments.full(NOW, "en", SHANGHAI) == "21 Nov 2026, 14:05"


def test_a_moment_is_told_in_the_readers_zone():
    moment = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)

    assert moments.full(moment, "zh-hans", SHANGHAI) == "2026年11月21日 01:30"
    assert moments.short(moment, "zh-hans", SHANGHAI, NOW) == "01:30"


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        ("2026-11-21 09:07", "09:07", "09:07"),
        ("2026-11-20 23:59", "昨天 23:59", "yesterday 23:59"),
        ("2026-11-22 09:00", "明天 09:00", "tomorrow 09:00"),
        ("2026-11-18 09:12", "周三 09:12", "Wed 09:12"),
        ("2026-11-15 00:00", "周日 00:00", "Sun 00:00"),
        ("2026-11-14 23:59", "11月14日 23:59", "14 Nov, 23:59"),
        ("2026-11-23 10:00", "下周一 10:00", "Mon 10:00"),
        ("2026-11-28 10:00", "11月28日 10:00", "28 Nov, 10:00"),
        ("2025-03-02 08:00", "2025年3月2日", "2 Mar 2025"),
    ],
)
def test_a_moment_in_short_says_as_little_as_tells_it_apart(moment, zh, en):
    assert moments.short(at(moment), "zh-hans", SHANGHAI, NOW) == zh
    assert moments.short(at(moment), "en", SHANGHAI, NOW) == en


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "刚刚", "just now"),
        (59, "刚刚", "just now"),
        (60, "1分钟前", "1 min ago"),
        (3599, "59分钟前", "59 min ago"),
        (3 * 3600 + 3540, "3小时前", "3 h ago"),
        (86_400, "昨天 14:05", "yesterday 14:05"),
    ],
)
def test_how_long_ago_is_said_within_a_day(seconds, zh, en):
    moment = NOW - timedelta(seconds=seconds)

    assert moments.ago(moment, "zh-hans", SHANGHAI, NOW) == zh
    assert moments.ago(moment, "en", SHANGHAI, NOW) == en


def test_days_are_named_near_and_written_far():
    today = NOW.date()

    assert moments.relative_day(today, "zh-hans", today) == "今天"
    assert moments.relative_day(date(2026, 11, 20), "en", today) == "Yesterday"
    assert moments.relative_day(date(2026, 10, 1), "zh-hans", today) == "2026年10月1日 周四"
    assert moments.relative_day(date(2026, 10, 1), "en", today) == "Thu, 1 Oct 2026"


def test_the_time_of_day_stands_alone():
    assert moments.clock(NOW, SHANGHAI) == "14:05"
    assert moments.weekday(NOW, "zh-hans") == "周六"
