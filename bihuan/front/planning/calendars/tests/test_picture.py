from datetime import date

from bihuan.front.planning.calendars.picture import Look, Run, Special, picture_of

OCTOBER = {date(2026, 10, n): Special(Look.HOLIDAY, "国庆节") for n in range(1, 8)}
MADE_UP = {date(2026, 10, 10): Special(Look.MADE_UP, "国庆节")}


def test_a_year_has_twelve_months_that_begin_on_mondays():
    months = picture_of(2026, range(5), {}).months

    assert [month.number for month in months] == list(range(1, 13))
    assert [cell and cell.on.day for cell in months[9].weeks[0]] == [None, None, None, 1, 2, 3, 4]
    assert all(len(week) == 7 for month in months for week in month.weeks)


def test_working_days_are_those_of_the_week_less_holidays_and_with_make_up_days():
    october = picture_of(2026, range(5), OCTOBER | MADE_UP).months[9]

    assert october.workdays == 22 - 5 + 1


def test_days_in_a_row_with_the_same_name_are_told_together():
    october = picture_of(2026, range(5), OCTOBER | MADE_UP).months[9]

    assert october.runs == [Run(1, 7, Look.HOLIDAY, "国庆节"), Run(10, 10, Look.MADE_UP, "国庆节")]


def test_a_changed_day_is_marked():
    months = picture_of(2026, range(5), MADE_UP, {date(2026, 10, 10)}).months

    marked = [
        cell.on for month in months for week in month.weeks for cell in week if cell and cell.is_changed
    ]
    assert marked == [date(2026, 10, 10)]
