from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from bihuan.ground.people.audience import ANYONE, SIGNED_IN, audience_of, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.ground.people.tests.cast import person

pytestmark = pytest.mark.django_db


@opens_to(Right.WORK_TICKETS)
def workbench(request: DeskRequest) -> HttpResponse:
    return HttpResponse(f"{request.stamp.by} via {request.stamp.via}")


@opens_to(SIGNED_IN)
def portal(request: DeskRequest, number: str) -> HttpResponse:
    return HttpResponse(number)


@opens_to(ANYONE)
def status(request: DeskRequest) -> HttpResponse:
    return HttpResponse(f"{request.stamp.by}")


def request_of(who: str | None, method: str = "GET", path: str = "/desk?q=1", **headers: str) -> HttpRequest:
    request = RequestFactory().generic(method, path, headers=headers)
    request.user = SimpleLazyObject(lambda: person(who) if who else AnonymousUser())
    return request


def next_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["next"][0]


def test_a_stranger_is_asked_to_sign_in_and_led_back_to_the_page():
    answer = workbench(request_of(None))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?")
    assert next_of(answer["Location"]) == "/desk?q=1"


def test_a_stranger_who_sends_a_form_is_led_back_to_the_page_that_it_stood_on():
    answer = workbench(
        request_of(None, "POST", "/tickets/IT-1/hold", Referer="http://testserver/desk/tickets/IT-1?tab=2")
    )

    assert next_of(answer["Location"]) == "/desk/tickets/IT-1?tab=2"


def test_for_a_fragment_the_whole_page_is_led_to_the_log_in_and_back():
    answer = workbench(
        request_of(
            None,
            "POST",
            **{"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/tickets/IT-1?x=1#y"},
        )
    )

    assert answer.status_code == 401
    assert next_of(answer["HX-Redirect"]) == "/desk/tickets/IT-1?x=1"


@pytest.mark.requirement("SEC-014", "SEC-039")
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "http://evil.example/testserver",
        "\x01//evil.example",
        "",
    ],
    ids=repr,
)
def test_nobody_is_led_to_another_host_after_signing_in(elsewhere):
    fragment = workbench(request_of(None, **{"HX-Request": "true", "HX-Current-URL": elsewhere}))
    form = workbench(request_of(None, "POST", Referer=elsewhere))

    assert next_of(fragment["HX-Redirect"]) == "/"
    assert next_of(form["Location"]) == "/"


@pytest.mark.parametrize("who", ["林", "周", "赵"])
def test_who_may_not_enter_learns_no_more_than_that_there_is_no_such_page(who):
    with pytest.raises(Http404) as refused:
        workbench(request_of(who))

    assert refused.value.args == ()


@pytest.mark.parametrize("who", ["陈", "王"])
def test_who_may_enters_and_what_is_done_is_signed(who):
    assert workbench(request_of(who)).content.decode() == f"{who} via web"


def test_whoever_is_signed_in_enters_where_no_right_is_asked_for_and_a_stranger_does_not():
    assert portal(request_of("林"), number="IT-1").content == b"IT-1"
    assert portal(request_of(None), number="IT-1").status_code == 302


def test_anyone_enters_an_open_door_and_a_stranger_signs_as_nobody():
    assert status(request_of(None)).content == b"None"
    assert status(request_of("林")).content.decode() == "林"


def test_who_left_enters_nowhere_even_with_a_session_that_still_runs():
    left = person("陈")
    left.is_active = False
    left.save()

    with pytest.raises(Http404):
        workbench(request_of("陈"))


def test_a_door_says_whom_it_opens_to():
    assert (audience_of(workbench), audience_of(portal), audience_of(print)) == (
        Right.WORK_TICKETS,
        SIGNED_IN,
        None,
    )
