"""Reading a year's days from what people have, and whether they can be right."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

import pytest

from bihuan.ground.calendars.tests.notices import NOTICES, notice
from bihuan.ground.calendars.years.day import OFF, WORK, Count, Day, Reading, Unreadable
from bihuan.ground.calendars.years.reading import read_year, written
from bihuan.ground.calendars.years.sanity import Finding, findings

pytestmark = pytest.mark.requirement("SLA-03")

FACTS = json.loads(files("bihuan.ground.calendars").joinpath("facts/cn.json").read_text(encoding="utf-8"))
CALENDAR = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20271001\r
DTEND;VALUE=DATE:20271008\r
SUMMARY:国庆节（休）\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20271009\r
SUMMARY:国庆节\r
 （班）\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20271225\r
STATUS:CANCELLED\r
SUMMARY:圣诞节\r
END:VEVENT\r
END:VCALENDAR\r
"""


def one(sentences: str, year: int = 2027) -> dict[str, str]:
    """Return the days of one holiday of a notice, by date."""
    read = read_year(f"关于{year}年部分节假日安排的通知\n一、春节：{sentences}")
    return {day.on.isoformat(): day.kind for day in read.days}


def codes(reading: Reading) -> list[str]:
    return [found.code for found in findings(reading)]


def few(*days: Day, **more: object) -> Reading:
    """Return a year with enough days off in May, and some others."""
    may = [Day(date(2027, 5, n), OFF, "劳动节") for n in range(1, 25)]
    return Reading(2027, (*days, *may), **more)


def test_the_notices_from_2015_to_2026_give_the_days_that_are_delivered():
    told = {day.on.isoformat(): day.kind for year in NOTICES for day in read_year(notice(year)).days}

    delivered = {
        day["date"]: day["kind"] for year in FACTS["years"] if year["year"] in NOTICES for day in year["days"]
    }
    assert told == delivered


@pytest.mark.parametrize("year", NOTICES)
def test_in_a_real_notice_nothing_but_sentences_of_other_things_is_to_be_looked_at(year):
    reading = read_year(notice(year))

    assert reading.year == year
    assert {found.code for found in findings(reading, is_china=True)} <= {"unread"}
    assert [found.name for found in findings(reading)] == {
        2020: ["2月3日(星期一)起正常上班"],
        2024: ["可安排在除夕(2月9日)休息"],
    }.get(year, [])


def test_a_name_of_two_holidays_is_said_in_both_languages():
    day = read_year(notice(2025)).days[-1]

    assert (day.zh, day.en) == ("国庆节、中秋节", "National Day and Mid-Autumn Festival")


@pytest.mark.parametrize(
    ("sentences", "days"),
    [
        ("2月5日至7日放假调休，共3天。", {"2027-02-05": OFF, "2027-02-06": OFF, "2027-02-07": OFF}),
        ("1月31日至2月1日放假。", {"2027-01-31": OFF, "2027-02-01": OFF}),
        ("2月5日放假，2月8日（星期一）补休。", {"2027-02-05": OFF, "2027-02-08": OFF}),
        (
            "2月5日放假。2月13日（周六）、14日（周日）上班。",
            {"2027-02-05": OFF, "2027-02-13": WORK, "2027-02-14": WORK},
        ),
        ("２月５日（周五）放假１天。", {"2027-02-05": OFF}),
        ("2 月 5 日 （ 星期五 ）放假", {"2027-02-05": OFF}),
        (
            "2026年12月31日至2027年1月1日放假；2026年12月27日上班",
            {"2026-12-27": WORK, "2026-12-31": OFF, "2027-01-01": OFF},
        ),
    ],
)
def test_a_sentence_of_a_notice(sentences, days):
    assert one(sentences) == days


def test_a_date_that_is_none_is_not_guessed_but_shown():
    reading = read_year("2027年部分节假日\n一、春节：2月5日放假。2月30日上班。3月9日至2日放假。")

    assert [day.on.isoformat() for day in reading.days] == ["2027-02-05"]
    assert reading.unread == ("2月30日上班", "3月9日至2日放假")


def test_a_notice_that_names_no_year_is_read_for_the_one_that_is_wanted():
    assert read_year("一、春节：2月5日放假。", 2027).year == 2027
    with pytest.raises(Unreadable, match="no-year"):
        read_year("一、春节：2月5日放假。")


def test_our_own_json_and_that_of_holiday_cn_say_the_same():
    ours = {"years": [year for year in FACTS["years"] if year["year"] in (2025, 2026)]}
    days = [
        {"name": day["zh"], "date": day["date"], "isOffDay": day["kind"] == OFF}
        for day in ours["years"][1]["days"]
    ]
    theirs = {"year": 2026, "papers": ["https://www.gov.cn/…"], "days": days}

    told = read_year(json.dumps(theirs))
    assert told.days == read_year(json.dumps(ours), 2026).days
    assert (told.year, told.source) == (2026, "https://www.gov.cn/…")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_with_or_without_a_head_is_read(mark):
    lines = [["日期", "类型", "名称"], ["2027-10-01", "休", "国庆节"], ["2027/10/09", "调休", "国庆节"]]

    for shown in (lines, lines[1:]):
        assert [day[:3] for day in read_year("\n".join(map(mark.join, shown))).days] == [
            (date(2027, 10, 1), OFF, "国庆节"),
            (date(2027, 10, 9), WORK, "国庆节"),
        ]


def test_a_calendar_of_a_phone_is_read_without_the_marks_in_its_names():
    days = read_year(CALENDAR).days

    assert [day.kind for day in days] == [OFF] * 7 + [WORK]
    assert (days[0].on, days[6].on, days[7].on) == (date(2027, 10, 1), date(2027, 10, 7), date(2027, 10, 9))
    assert {(day.zh, day.en) for day in days} == {("国庆节", "National Day")}


def test_what_was_written_is_read_again():
    days = read_year(notice(2026)).days

    assert read_year(written([(day.on.isoformat(), *day[1:]) for day in days])).days == days


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("{", "not-json"),
        ('{"days": [{"date": "2027-13-01", "kind": "off"}]}', "not-a-date"),
        ('{"days": [{"date": "2027-10-01", "kind": "sometimes"}]}', "not-a-kind"),
        ('{"days": ["2027-10-01"]}', "not-a-day"),
        ('{"years": []}', "no-days"),
        ("2027-10-01,off\n2028-10-01,off", "several-years"),
        ("二〇二七年祝大家节日快乐", "no-days"),
        ("2027年祝大家节日快乐", "not-a-day"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR", "no-days"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nRRULE:FREQ=YEARLY\nDTSTART:20270101\nEND:VEVENT\nEND:VCALENDAR",
            "repeats",
        ),
        ("[" * 100_000, "not-json"),
    ],
)
def test_what_cannot_be_read_says_why(text, code):
    with pytest.raises(Unreadable) as refused:
        read_year(text)

    assert refused.value.code == code


def test_a_weekday_that_is_another_one_is_found():
    assert findings(few(weekdays=((date(2027, 5, 1), 5), (date(2027, 5, 2), 5)))) == [
        Finding("weekday", date(2027, 5, 2), told=5, found=6)
    ]


def test_a_make_up_day_in_the_week_is_found():
    assert codes(few(Day(date(2027, 6, 2), WORK, "端午节"))) == ["made-up-on-weekday"]


def test_a_day_named_twice_is_found():
    assert codes(few(Day(date(2027, 5, 1), WORK, "春节"))) == ["twice"]


def test_a_number_of_days_that_does_not_fit_is_found():
    assert findings(few(counts=(Count("春节", 8, 7), Count("元旦", 3, 3)))) == [
        Finding("count", name="春节", told=8, found=7)
    ]


def test_totals_that_no_year_had_are_found():
    assert codes(Reading(2027, (Day(date(2027, 5, 1), OFF, "劳动节"),))) == ["off-total"]


def test_a_holiday_that_every_year_has_is_missed_in_china_alone():
    assert codes(few()) == []
    assert [found.name for found in findings(few(), is_china=True)] == [
        "元旦",
        "春节",
        "清明节",
        "端午节",
        "中秋节",
        "国庆节",
    ]
