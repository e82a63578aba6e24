from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bihuan.flow.sla.models import Clock
from bihuan.flow.sla.tests.cast import desk
from bihuan.front.home.tests.cast import browser_of
from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.calendars.reactions import repair_clocks
from bihuan.ground.calendars.delivering import OFFICE, deliver
from bihuan.ground.calendars.models import Calendar, CalendarDay, Region, RegionYear, YearDraft, YearState
from bihuan.ground.calendars.tests.notices import notice
from bihuan.ground.people.tests.cast import person
from bihuan.tickets.tests.cast import a_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-03")]

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:30-12:00, 13:30-18:00")
FILLED = {"name_zh": "夜班", "name_en": "Night shift", "zone": "Asia/Shanghai", "region": "", **WEEK}
NOTICE_2027 = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""


@pytest.fixture
def zhou() -> Client:
    """Return the administrator's browser, who reads English."""
    person("周", language="en")
    return browser_of("周")


@pytest.fixture
def office(db: None) -> Calendar:
    deliver()
    return Calendar.objects.select_related("region").get(code=OFFICE)


def shown(browser: Client, name: str, *args: object, query: str = "") -> str:
    answer = browser.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def brought_in(browser: Client, text: str, **more: str) -> RegionYear:
    region = Region.objects.get(code="CN")
    answer = browser.post(reverse("region-import", args=[region.pk]), {"text": text, **more})
    assert answer.status_code == 302, answer.content.decode()
    return RegionYear.objects.get(region=region, year=int(answer["Location"].rsplit("/", 1)[1]))


def react() -> None:
    """Do what the jobs would: reckon anew what the last change concerns."""
    event = DeskEvent.objects.latest("pk")
    repair_clocks(event, event.said)


@pytest.mark.parametrize(("who", "status"), [("周", 200), ("王", 404), ("陈", 404), ("林", 404)])
def test_calendars_are_for_those_who_set_the_rules(who: str, status: int, office: Calendar) -> None:
    pages = ["calendars", "calendar-new", "region-new"]
    found = [browser_of(who).get(reverse(page)).status_code for page in pages]
    found.append(browser_of(who).get(reverse("calendar", args=[office.pk])).status_code)

    assert found == [status] * 4


def test_a_year_shows_holidays_make_up_days_and_working_days_by_name(zhou: Client, office: Calendar) -> None:
    page = shown(zhou, "calendar", office.pk, query="?year=2026")

    assert "2026: 248 working days" in page
    assert "15–23 Spring Festival" in page
    assert "make-up day" in page
    assert page.count('data-look="holiday"') == 33 + 1  # and in the legend


def test_a_calendar_costs_the_same_queries_however_many_days_it_keeps(
    zhou: Client, office: Calendar, django_assert_max_num_queries
) -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=office, on=date(2026, 1, 5) + timedelta(days=n), shifts=[]) for n in range(40)
    )

    with django_assert_max_num_queries(8):
        shown(zhou, "calendar", office.pk, query="?year=2026")


def test_a_calendar_is_set_up_with_several_shifts_and_one_over_midnight(zhou: Client) -> None:
    answer = zhou.post(reverse("calendar-new"), FILLED | {"fri": "22:00-06:00", "sat": ""})

    calendar = Calendar.objects.get()
    assert answer.status_code == 302
    assert calendar.code == "night-shift"
    assert calendar.week["mon"] == [["08:30", "12:00"], ["13:30", "18:00"]]
    assert calendar.week["fri"] == [["22:00", "06:00"]]
    assert "sat" not in calendar.week
    said = DeskEvent.objects.get().said
    assert (said.about, said.did, said.name) == (f"calendar:{calendar.pk}", "set_up", "Night shift")


def test_two_calendars_of_one_name_have_codes_of_their_own(zhou: Client) -> None:
    zhou.post(reverse("calendar-new"), FILLED)
    zhou.post(reverse("calendar-new"), FILLED)

    assert sorted(Calendar.objects.values_list("code", flat=True)) == ["night-shift", "night-shift-2"]


def test_all_that_is_wrong_with_the_hours_is_said_at_once(zhou: Client) -> None:
    wrong = FILLED | {
        "mon": "8-12",
        "tue": "09:00-12:00,11:00-13:00",
        "zone": "Asia/Peking",
        "name_zh": "",
        "name_en": "",
    }
    answer = zhou.post(reverse("calendar-new"), wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "8-12 is no shift",
        "overlaps the shift before it",
        "No time zone of this name",
        "Give it a name",
    ):
        assert words in page
    assert not Calendar.objects.exists()


def test_a_calendar_that_is_never_open_is_refused_with_a_clear_message(
    zhou: Client, office: Calendar
) -> None:
    answer = zhou.post(reverse("calendar-hours", args=[office.pk]), FILLED | dict.fromkeys(WEEK, ""))

    assert answer.status_code == 422
    assert "A calendar that is never open keeps no promise" in answer.content.decode()
    assert Calendar.objects.get(pk=office.pk).week == office.week


@pytest.mark.requirement("SLA-08")
def test_a_preview_says_how_many_promises_would_move_and_saves_nothing(zhou: Client) -> None:
    office = desk()["office"]
    running(office, far())
    hours = FILLED | {"region": str(office.region_id), "mon": "10:00-12:00"}

    page = zhou.post(reverse("calendar-hours", args=[office.pk]), hours | {"try": "1"}).content.decode()

    assert "1 of 1 running promises" in page
    assert "Missed with this change" in page
    assert Calendar.objects.get(pk=office.pk).week == office.week
    assert not DeskEvent.objects.exists()


@pytest.mark.requirement("SLA-08")
def test_saved_hours_move_what_runs_by_them_in_a_job(zhou: Client) -> None:
    office = desk()["office"]
    clock = running(office, far())

    zhou.post(
        reverse("calendar-hours", args=[office.pk]),
        FILLED | {"region": str(office.region_id), **dict.fromkeys(WEEK, "10:00-12:00")},
    )

    job = ProcrastinateJob.objects.get(task_name__endswith="react_later")
    assert job.args["reaction"].endswith("calendars.reactions.repair_clocks")
    react()
    react()
    assert Clock.objects.get(pk=clock.pk).due_at > clock.due_at
    assert [event.why for event in clock.ticket.history.filter(kind="clock.moved")] == ["Night shift"]


def test_a_day_of_the_company_closes_several_dates_and_is_taken_away_again(
    zhou: Client, office: Calendar
) -> None:
    days = {"on": "2026-12-28", "until": "2026-12-30", "hours": "", "name_zh": "停工", "name_en": ""}
    assert zhou.post(reverse("calendar", args=[office.pk]), days).status_code == 302

    page = shown(zhou, "calendar", office.pk, query="?year=2026")
    assert "2026: 245 working days" in page
    assert "28–30 停工" in page

    day = CalendarDay.objects.get(on="2026-12-28")
    zhou.post(reverse("calendar-day-removal", args=[office.pk, day.pk]))
    assert "2026: 246 working days" in shown(zhou, "calendar", office.pk, query="?year=2026")
    assert [event.said.changes for event in DeskEvent.objects.order_by("pk")][-1] == {
        "2026-12-28": ["closed", ""]
    }


def test_a_company_day_that_ends_before_it_begins_is_refused_beside_its_field(
    zhou: Client, office: Calendar
) -> None:
    answer = zhou.post(
        reverse("calendar", args=[office.pk]), {"on": "2026-12-28", "until": "2026-12-27", "hours": "9-5"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It ends before it begins." in page
    assert "9-5 is no shift" in page


def test_what_is_brought_in_takes_no_effect_before_somebody_confirms_it(
    zhou: Client, office: Calendar
) -> None:
    year = brought_in(zhou, NOTICE_2027)

    assert (year.year, year.state) == (2027, YearState.DRAFT)
    assert fetched(office).work_calendar().is_workday(date(2027, 2, 5))
    assert fetched(office).region.confirmed_until == 2026
    page = shown(zhou, "region-year", year.region_id, 2027)
    assert "Weekdays, numbers of days and make-up days fit together." in page
    assert "关于2027年部分节假日安排的通知" in page

    answer = zhou.post(reverse("region-year", args=[year.region_id, 2027]))

    assert answer.status_code == 302
    assert not fetched(office).work_calendar().is_workday(date(2027, 2, 5))
    assert fetched(office).work_calendar().is_workday(date(2027, 1, 31))
    assert fetched(office).region.confirmed_until == 2027
    assert RegionYear.objects.get(pk=year.pk).source.endswith("关于2027年部分节假日安排的通知")
    said = DeskEvent.objects.get().said
    assert said.about == f"region:{year.region_id}"
    assert said.changes["2027-02-05"] == ["", "off"]
    assert said.changes["state"] == ["draft", "confirmed"]


def test_what_does_not_fit_is_shown_and_confirmed_only_by_who_says_to_have_looked(
    zhou: Client, office: Calendar
) -> None:
    year = brought_in(zhou, NOTICE_2027.replace("2月20日（周六）", "2月22日（周六）"))
    address = reverse("region-year", args=[year.region_id, 2027])

    page = zhou.get(address).content.decode()
    assert "22 Feb 2027 is called Sat and is a Mon." in page
    assert "22 Feb 2027 is a make-up day and no weekend day." in page

    assert zhou.post(address).status_code == 422
    assert YearDraft.objects.exists()
    assert zhou.post(address, {"looked": "1"}).status_code == 302
    assert not YearDraft.objects.exists()


def test_a_confirmed_year_keeps_its_days_while_others_wait(zhou: Client, office: Calendar) -> None:
    year = brought_in(zhou, notice(2026).replace("10月10日（周六）", "10月11日（周日）"))

    assert year.state == YearState.CONFIRMED
    assert fetched(office).work_calendar().is_workday(date(2026, 10, 10))
    page = shown(zhou, "region-year", year.region_id, 2026)
    assert "11 Oct 2026 make-up day" in page
    assert "10 Oct 2026 make-up day" in page

    zhou.post(reverse("region-year", args=[year.region_id, 2026]))

    assert not fetched(office).work_calendar().is_workday(date(2026, 10, 10))
    assert fetched(office).work_calendar().is_workday(date(2026, 10, 11))


def test_a_notice_that_reaches_back_into_december_adds_to_the_year_before(
    zhou: Client, office: Calendar
) -> None:
    text = NOTICE_2027.replace("元旦：1月1日（周五）", "元旦：2026年12月31日（周四）").replace(
        "共3天", "共4天", 1
    )
    year = brought_in(zhou, text.replace("至3日（周日）", "至2027年1月3日（周日）", 1))
    zhou.post(reverse("region-year", args=[year.region_id, 2027]))

    days = fetched(office).region.days
    assert days.filter(on__year=2026).count() == 39 + 1
    assert days.get(on="2026-12-31").kind == "off"
    assert days.filter(on__gte="2027-01-01", on__lte="2027-01-03").count() == 3


def test_a_draft_that_is_put_away_leaves_everything_as_it_was(zhou: Client, office: Calendar) -> None:
    new, old = brought_in(zhou, NOTICE_2027), brought_in(zhou, notice(2026))

    for year in (new, old):
        zhou.post(reverse("region-year-removal", args=[year.region_id, year.year]))

    states = dict(RegionYear.objects.filter(year__gte=2026).values_list("year", "state"))
    assert states == {2026: YearState.CONFIRMED, 2027: YearState.UNPUBLISHED}
    assert not YearDraft.objects.exists()


def test_a_year_is_put_right_from_the_days_that_hold(zhou: Client, office: Calendar) -> None:
    page = shown(zhou, "region-import", office.region_id, query="?year=2026")

    assert "2026-10-10,work,国庆节,National Day" in page


def test_what_cannot_be_read_says_why_and_keeps_the_text(zhou: Client, office: Calendar) -> None:
    answer = zhou.post(
        reverse("region-import", args=[office.region_id]), {"text": "2027-10-01,perhaps,国庆节"}
    )

    assert answer.status_code == 422
    assert "Neither off nor work: 2027-10-01 perhaps" in answer.content.decode()
    assert "2027-10-01,perhaps,国庆节" in answer.content.decode()


def test_a_confirmed_year_moves_what_runs_into_it(zhou: Client) -> None:
    calendars = desk()
    region = calendars["office"].region
    Region.objects.filter(pk=region.pk).update(code="CN")
    clock = running(calendars["office"], at("2027-02-04 17:00"))
    year = brought_in(zhou, NOTICE_2027)

    page = shown(zhou, "region-year", year.region_id, 2027)
    zhou.post(reverse("region-year", args=[year.region_id, 2027]))
    react()

    assert "1 of 1 running promises" in page
    assert "None of these dates lies in the last 30 days" in page
    assert clock.due_at == at("2027-02-05 17:00")
    assert Clock.objects.get(pk=clock.pk).due_at == at("2027-02-12 17:00")


def fetched(calendar: Calendar) -> Calendar:
    return Calendar.objects.select_related("region").get(pk=calendar.pk)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def far() -> datetime:
    """Return a Monday morning to come, for the pages go by the present time."""
    today = timezone.now().date()
    return at(f"{today + timedelta(days=14 - today.weekday())} 09:00")


def running(calendar: Calendar, started_at: datetime) -> Clock:
    """Return a promise of a working day that runs by a calendar."""
    facts = {"allowed": timedelta(hours=7.5), "warn_before": timedelta(hours=1)}
    clock = Clock(ticket=a_ticket(), promise="resolution", calendar=calendar, started_at=started_at, **facts)
    clock.reckon([])
    clock.save()
    return clock
