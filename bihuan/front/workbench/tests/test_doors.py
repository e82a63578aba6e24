"""Who may enter the desk: agents everything, management to look, nobody else."""

import pytest
from django.test import Client

from bihuan.front.workbench.tests.cast import a_ticket, chens, person, signed_in

pytestmark = pytest.mark.django_db

LOOKED_AT = (
    "/desk/queues/mine",
    "/desk/queues/open/filters",
    "/desk/queues/open/lines",
    "/desk/rail?here=mine",
    "/desk/palette?q=打印",
    "/desk/search?q=打印",
    "/desk/people?q=lin",
    "/desk/people/lin",
    "/desk/tickets/{number}",
    "/desk/tickets/{number}/main?since=0",
    "/desk/tickets/{number}/earlier?before=99",
    "/desk/tickets/{number}/aside",
    "/desk/tickets/{number}/beside",
    "/desk/tickets/{number}/beside/others",
    "/desk/tickets/{number}/beside/knowledge",
)
WORKED_ON = (
    "/desk/calls/new",
    "/desk/calls/about?title=打印机",
    "/desk/calls/caller?person=lin",
    *(
        f"/desk/tickets/{{number}}/asking/{what}"
        for what in (
            "escalate",
            "solve",
            "hold",
            "assign",
            "classify",
            "refuse",
            "reopen",
            "ask",
            "fill",
            "phrases",
            "articles",
        )
    ),
)


@pytest.fixture
def number() -> str:
    return chens(a_ticket()).number


@pytest.mark.parametrize("path", [*LOOKED_AT, *WORKED_ON])
def test_an_agent_enters_every_page_of_the_desk(number, path):
    agent = signed_in("陈")

    answer = agent.get(path.format(number=number))
    fragment = agent.get(path.format(number=number), HTTP_HX_REQUEST="true")

    assert (answer.status_code, fragment.status_code) == (200, 200)


@pytest.mark.parametrize("path", [*LOOKED_AT, *WORKED_ON])
def test_a_stranger_is_asked_to_sign_in(number, path):
    answer = Client().get(path.format(number=number))

    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


@pytest.mark.parametrize("name", ["林", "周"])
@pytest.mark.parametrize("path", [*LOOKED_AT, *WORKED_ON])
def test_whoever_has_no_right_to_tickets_learns_of_no_such_page(number, path, name):
    answer = signed_in(name).get(path.format(number=number))

    assert answer.status_code == 404


@pytest.mark.parametrize("path", LOOKED_AT)
def test_management_may_look(number, path):
    assert signed_in("赵").get(path.format(number=number)).status_code == 200


def test_a_ticket_opens_beside_the_queue_of_teams_for_who_has_no_team(number):
    assert signed_in("赵").get(f"/desk/tickets/{number}?queue=team").status_code == 200


@pytest.mark.parametrize("path", WORKED_ON)
def test_management_may_not_work(number, path):
    assert signed_in("赵").get(path.format(number=number)).status_code == 404


def test_management_is_offered_nothing_to_do(number):
    page = signed_in("赵").get(f"/desk/tickets/{number}").content.decode()

    assert "composer" not in page
    assert "/asking/" not in page
    assert 'name="result"' not in page


def test_an_unknown_ticket_is_not_found_whoever_asks(number):
    agent = signed_in("陈")

    for part in ("", "/main", "/aside", "/beside", "/beside/knowledge", "/asking/solve"):
        assert agent.get(f"/desk/tickets/IT-NO-SUCH{part}").status_code == 404


@pytest.mark.parametrize("path", ["/desk/tickets/{number}/missing", "/desk/queues/mine/bulk"])
def test_what_changes_something_takes_no_get(number, path):
    assert signed_in("陈").get(path.format(number=number)).status_code == 405


def test_a_visitor_of_the_desk_is_led_to_the_first_queue():
    assert signed_in("陈").get("/desk").headers["Location"] == "/desk/queues/mine"
    assert signed_in("赵").get("/desk").headers["Location"] == "/desk/queues/open"
    assert person("陈").is_agent
