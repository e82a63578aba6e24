from __future__ import annotations

import pytest

from bihuan.front.home.tests.cast import browser_of
from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.front.planning.calendars.tests.test_calendar_pages import NOTICE_2027, brought_in
from bihuan.ground.calendars.delivering import OFFICE, deliver
from bihuan.ground.calendars.models import Calendar, CalendarDay
from bihuan.ground.people.tests.cast import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_calendars_can_be_read_by_all(look: str, window: Window) -> None:
    deliver()
    office = Calendar.objects.get(code=OFFICE)
    CalendarDay.objects.create(calendar=office, on="2026-12-28", name_zh="停工", name_en="Stock taking")
    region = office.region_id
    brought_in(browser_of("周"), NOTICE_2027.replace("2月20日", "2月22日"))
    page = window.open(look, person("周"))

    for address in (
        "calendars",
        f"calendars/{office.pk}?year=2026",
        f"calendars/{office.pk}?year=2027",
        f"calendars/{office.pk}/hours",
        "regions/new",
        f"regions/{region}",
        f"regions/{region}/import",
        f"regions/{region}/years/2027",
    ):
        page.goto(f"/desk/planning/{address}")
        assert (address, faults_of(page)) == (address, [])


def test_a_company_day_is_taken_away_once_the_question_is_answered(window: Window) -> None:
    deliver()
    office = Calendar.objects.get(code=OFFICE)
    CalendarDay.objects.create(calendar=office, on="2026-12-28", name_zh="停工")
    page = window.open(person=person("周"))
    page.goto(f"/desk/planning/calendars/{office.pk}?year=2026")

    page.click('#own button[type="submit"]:has-text("取消")')
    page.click('dialog[open] button[value="yes"]')
    page.wait_for_selector("#own li", state="detached")

    assert not CalendarDay.objects.exists()
