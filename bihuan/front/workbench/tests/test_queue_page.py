"""A queue: what it shows, narrowed, sorted and in pages, and what is done to several tickets at once."""

import re
from html import unescape

import pytest

from bihuan.front.workbench.tests.cast import (
    FRAGMENT,
    a_ticket,
    chens,
    due_in,
    person,
    signed_in,
    tickets_of_chen,
)
from bihuan.tickets.models import Ticket

pytestmark = pytest.mark.django_db

QUERIES = 3  # session, reader, and on one way rows, rail, teams for the bar


def rows_of(answer) -> list[str]:
    page = answer.content.decode()
    return [part.split('"', 1)[0] for part in page.split('name="ticket" value="')[1:]]


def turned(agent, answer, rel: str):
    """Return the page before (`prev`) or after (`next`) a page of the queue."""
    link = re.search(rf'href="([^"]*)" rel="{rel}"', answer.content.decode())
    return agent.get("/desk/queues/mine" + unescape(link[1])) if link else None


def test_a_queue_shows_each_ticket_with_what_one_sorts_it_by():
    ticket = due_in(chens(a_ticket("卡纸<script>")), -5)

    page = signed_in("陈").get("/desk/queues/mine").content.decode()

    assert ticket.number in page
    assert "卡纸&lt;script&gt;" in page
    assert "<script>卡" not in page
    assert 'data-standing="missed"' in page
    assert person("林").name in page


def test_a_clock_is_said_in_words_and_by_a_shape_not_by_colour_alone():
    due_in(chens(a_ticket()), -5)

    page = signed_in("陈").get("/desk/queues/mine", HTTP_ACCEPT_LANGUAGE="en").content.decode()

    clock = page.split('data-standing="missed"', 1)[1].split("</span></td>", 1)[0]
    assert "<svg" in clock
    assert "5" in clock


@pytest.mark.parametrize("count", [1, 60])
def test_a_queue_costs_the_same_queries_however_long_it_is(django_assert_num_queries, count):
    tickets_of_chen(count)
    agent = signed_in("陈")
    agent.get("/desk/queues/mine")

    with django_assert_num_queries(QUERIES):
        answer = agent.get("/desk/queues/mine")

    assert len(rows_of(answer)) == min(count, 50)


@pytest.mark.parametrize("count", [1, 60])
def test_a_refresh_of_the_rows_costs_less_than_the_page(django_assert_num_queries, count):
    tickets_of_chen(count)
    agent = signed_in("陈")
    agent.get("/desk/queues/mine")

    with django_assert_num_queries(3):
        answer = agent.get("/desk/queues/mine", **FRAGMENT)

    assert 'id="queue-rows"' in answer.content.decode()


def test_pages_of_a_queue_go_on_where_the_last_one_ended_and_back():
    numbers = [ticket.number for ticket in tickets_of_chen(60)]
    agent = signed_in("陈")

    first = agent.get("/desk/queues/mine")
    second = turned(agent, first, "next")
    back = turned(agent, second, "prev")

    assert rows_of(first) + rows_of(second) == numbers
    assert rows_of(back) == rows_of(first)
    assert turned(agent, second, "next") is None


def test_a_queue_is_narrowed_by_what_its_address_says():
    urgent = chens(a_ticket("急"))
    Ticket.objects.filter(pk=urgent.pk).update(priority=1)
    chens(a_ticket("不急"))

    answer = signed_in("陈").get("/desk/queues/mine?priority=1&handler=me&category=hardware.printer")

    assert rows_of(answer) == [urgent.number]


@pytest.mark.parametrize(
    "query",
    [
        "nonsense=1",
        "priority=9",
        "priority=1&priority=2",
        "sort=title",
        "after=x",
        "state=gone",
        "team=" + "x" * 200,
    ],
)
def test_an_address_that_asks_for_what_is_not_on_the_list_is_refused(query):
    assert signed_in("陈").get(f"/desk/queues/mine?{query}").status_code == 400


def test_a_queue_is_sorted_by_priority_and_turned_round():
    low, high = chens(a_ticket("低")), chens(a_ticket("高"))
    Ticket.objects.filter(pk=low.pk).update(priority=4)
    Ticket.objects.filter(pk=high.pk).update(priority=1)
    agent = signed_in("陈")

    assert rows_of(agent.get("/desk/queues/mine?sort=priority")) == [high.number, low.number]
    assert rows_of(agent.get("/desk/queues/mine?sort=-priority")) == [low.number, high.number]


def test_an_empty_queue_says_what_to_do_next():
    agent = signed_in("陈")

    empty = agent.get("/desk/queues/mine").content.decode()
    narrowed = agent.get("/desk/queues/mine?priority=1").content.decode()

    assert 'href="/desk/queues/team"' in empty.split('class="empty"')[1]
    assert 'href="/desk/queues/mine"' in narrowed.split('class="empty"')[1]


def test_an_unknown_queue_is_not_found():
    assert signed_in("陈").get("/desk/queues/nothing").status_code == 404


def test_several_tickets_are_taken_at_once_and_who_has_one_keeps_it():
    free, taken = a_ticket(), a_ticket()
    Ticket.objects.filter(pk__in=[free.pk, taken.pk]).update(team=person("陈").teams.get())
    Ticket.objects.filter(pk=taken.pk).update(handler=person("王"))
    agent = signed_in("陈")

    answer = agent.post(
        "/desk/queues/team/bulk",
        {"do": "claim", "ticket": [free.number, taken.number]},
        **FRAGMENT,
        HTTP_ACCEPT_LANGUAGE="en",
    )

    assert Ticket.objects.get(pk=free.pk).handler == person("陈")
    assert Ticket.objects.get(pk=taken.pk).handler == person("王")
    assert taken.number in answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#toasts"


def test_several_tickets_are_given_to_a_team():
    tickets = [chens(a_ticket()) for _nth in range(3)]
    team = person("王").teams.get()
    sent = {"do": "assign", "team": team.code, "ticket": [ticket.number for ticket in tickets]}

    answer = signed_in("陈").post("/desk/queues/mine/bulk", sent)

    assert answer.status_code == 302
    assert set(Ticket.objects.values_list("team__code", "handler")) == {(team.code, None)}


def test_the_rail_counts_what_waits():
    due_in(chens(a_ticket()), -5)

    rail = signed_in("陈").get("/desk/rail?here=mine").content.decode()

    mine = rail.split('href="/desk/queues/mine"')[1].split("</li>")[0]
    assert 'aria-current="page"' in rail
    assert ">1</span>" in mine
    assert 'id="rail-places"' in rail


def test_the_rail_says_nothing_that_an_address_put_there():
    rail = signed_in("陈").get("/desk/rail?here=%22%3E%3Cb%3E").content.decode()

    assert "<b>" not in rail
    assert "aria-current" not in rail
