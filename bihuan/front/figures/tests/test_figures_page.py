from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.front.figures.asked import LONGEST_DAYS, read
from bihuan.front.home.tests.cast import browser_of
from bihuan.ground.calendars.delivering import OFFICE
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.channels.models import Channel
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import person, stamp
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.models import Escalation, Resolution, Ticket
from bihuan.tickets.tests.cast import a_ticket, assigned, at, team

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("IMP-01")]

DAY = "from=2026-09-28&to=2026-09-28"
TILE = re.compile(
    r'<a class="tile" href="([^"]+)".*?tile-label">(?:<svg.*?</svg>)?([^<]+)<.*?tile-figure">([^<]+)<',
    re.DOTALL,
)


def english(who: str) -> Client:
    Person.objects.filter(pk=person(who).pk).update(language="en")
    return browser_of(who)


def shown(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def tiles(page: str) -> dict[str, tuple[str, str]]:
    """Return what stands on the page: name of a figure → (its value, where its tickets are)."""
    return {unescape(name): (value, unescape(href)) for href, name, value in TILE.findall(page)}


def rows(page: str) -> int:
    return page.count('class="row-link"')


def solved(clock: str = "11:00", **more: Any) -> Ticket:
    ticket = assigned(a_ticket(**more))
    Resolution.propose(ticket, solution="换件", stamp=stamp(clock))
    return ticket


def a_day() -> None:
    """Have four tickets: one open, three solved, of which one was escalated, one rated and one answered."""
    a_ticket("open", channel="phone")
    solved()
    Escalation.make(
        assigned(ticket := a_ticket("escalated")),
        to_team=team("desktop"),
        reason="x",
        untried_because="x",
        stamp=stamp("10:00"),
    )
    assigned(ticket, "王", "10:05")
    Resolution.propose(ticket, solution="换件", stamp=stamp("11:00", by="王"))
    rated = solved()
    Survey.objects.create(
        ticket=rated, token_digest="x", sent_at=at("14:00"), overall=5, answered_at=at("15:00")
    )


@pytest.mark.parametrize(("who", "status"), [("陈", 200), ("王", 200), ("赵", 200), ("周", 404), ("林", 404)])
@pytest.mark.parametrize("address", ["/desk/figures", "/desk/figures/filed/tickets"])
def test_figures_are_for_agents_and_management(address: str, who: str, status: int) -> None:
    assert browser_of(who).get(address).status_code == status


def test_every_figure_leads_to_as_many_tickets_as_it_counts() -> None:
    a_day()
    browser = english("赵")

    found = tiles(shown(browser, f"/desk/figures?{DAY}"))

    assert found["Filed"][0] == "4"
    assert found["Solved"][0] == "3"
    assert found["Solved by the first line"][0] == "66.7"
    assert found["Satisfied"][0] == "100"
    for name, count in {
        "Filed": 4,
        "Solved": 3,
        "Solved by the first line": 3,
        "Satisfied": 1,
        "Open now": 1,
    }.items():
        assert rows(shown(browser, found[name][1])) == count


def test_a_share_is_opened_by_its_parts() -> None:
    a_day()
    browser = english("赵")
    address = tiles(shown(browser, f"/desk/figures?{DAY}"))["Solved by the first line"][1]

    counts = {part: rows(shown(browser, f"{address}&part={part}")) for part in ("good", "rest", "all")}

    assert counts == {"good": 2, "rest": 1, "all": 3}
    assert "escalated" in shown(browser, f"{address}&part=rest")


def test_a_figure_below_its_target_says_so_in_words() -> None:
    a_day()

    page = shown(english("赵"), f"/desk/figures?{DAY}")

    assert "2 of 3 · below the target (80%)" in page
    assert "3 surveys sent" not in page
    assert "1 answers; 1 surveys sent" in page


def test_filters_narrow_the_page_and_the_lists_behind_it() -> None:
    a_day()
    browser = english("赵")

    found = tiles(shown(browser, f"/desk/figures?{DAY}&channel=phone"))
    behind = shown(browser, found["Filed"][1])

    assert found["Filed"][0] == "1"
    assert rows(behind) == 1
    assert 'chip-what">Channel' in behind


def test_volumes_are_told_by_category_and_channel_and_lead_to_their_tickets() -> None:
    calendar = Calendar.objects.create(code=OFFICE, name_zh="x", name_en="x", week={})
    Channel.objects.create(
        kind="phone", name_zh="电话", name_en="Phone", answers_within=timedelta(), calendar=calendar
    )
    a_day()
    browser = english("赵")

    page = shown(browser, f"/desk/figures?{DAY}")

    by_phone = re.search(r'href="([^"]+channel=phone[^"]*)"', page)
    by_category = re.search(r'href="([^"]+category=hardware.printer[^"]*)"', page)
    assert by_phone
    assert by_category
    assert "Phone" in page
    assert rows(shown(browser, unescape(by_phone[1]))) == 1
    assert rows(shown(browser, unescape(by_category[1]))) == 4


def test_the_days_are_drawn_by_the_server_and_told_in_a_table_too() -> None:
    a_day()

    page = shown(english("赵"), "/desk/figures?from=2026-09-22&to=2026-09-28")

    assert "<svg" in page.partition("Filed and solved")[2]
    assert "As a table" in page


def test_days_in_which_nothing_happened_say_what_to_do() -> None:
    page = shown(english("赵"), "/desk/figures?from=2020-01-01&to=2020-01-31")

    assert "Nothing happened in these days." in page
    assert "Last 30 days, everything" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2026-13-01&to=2026-09-28", "Please give a day, such as"),
        ("from=2026-09-28&to=", "Please give a day, such as"),
        ("from=2026-09-28&to=2026-09-01", "This lies before the first day."),
        ("from=2024-01-01&to=2026-09-01", f"Please ask for {LONGEST_DAYS} days at most."),
    ],
)
def test_days_that_make_no_sense_are_told_beside_their_field(query: str, said: str) -> None:
    page = shown(english("赵"), f"/desk/figures?{query}", status=422)

    assert said in page
    assert 'id="e-to"' in page or 'id="e-from"' in page


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("month", date(2026, 3, 1), date(2026, 3, 15)),
        ("last-month", date(2026, 2, 1), date(2026, 2, 28)),
        ("week", date(2026, 3, 9), date(2026, 3, 15)),
        ("last-30-days", date(2026, 2, 14), date(2026, 3, 15)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025-13", date(2026, 2, 14), date(2026, 3, 15)),
        ("nonsense", date(2026, 2, 14), date(2026, 3, 15)),
    ],
)
def test_a_span_of_days_ends_where_the_calendar_says(span: str, first: date, last: date) -> None:
    asked = read({"span": span}, date(2026, 3, 15))

    assert (asked.first_on, asked.last_on) == (first, last)
    assert asked.period.end - asked.period.start == timedelta(days=len(asked.days))


def test_a_month_is_chosen_by_its_name() -> None:
    a_day()
    page = shown(english("赵"), "/desk/figures?span=2026-09")

    assert re.search(r'<option value="2026-09" selected>Sep 2026<', page)
    assert tiles(page)["Filed"][0] == "4"


def test_a_number_of_no_name_is_no_page() -> None:
    browser = browser_of("赵")

    assert browser.get(reverse("figure-tickets", args=["nonsense"])).status_code == 404


def test_a_list_behind_a_number_comes_in_pages_and_keeps_what_was_asked() -> None:
    for n in range(51):
        a_ticket(f"printer {n}.", filed=f"09:{n:02}")
    browser = english("赵")

    first = shown(browser, f"/desk/figures/filed/tickets?{DAY}")
    older = unescape(first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0])
    second = shown(browser, f"/desk/figures/filed/tickets{older}")

    assert (rows(first), rows(second)) == (50, 1)
    assert "printer 0." in second
    assert "from=2026-09-28" in older


@pytest.mark.parametrize("address", [f"/desk/figures?{DAY}", f"/desk/figures/first_line/tickets?{DAY}"])
def test_figures_cost_the_same_queries_however_many_tickets_there_are(address: str) -> None:
    browser = browser_of("赵")
    solved()
    browser.get(address)
    few = queries_of(browser, address)
    for n in range(25):
        solved(title=f"printer {n}")

    assert queries_of(browser, address) == few


def queries_of(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_todays_tickets_are_in_the_usual_days() -> None:
    asked = read({}, localdate())

    assert asked.last_on == localdate()
    assert len(asked.days) == 30
