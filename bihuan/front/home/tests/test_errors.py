import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from bihuan.front.home import errors
from bihuan.front.home.tests.cast import browser_of

handler400, handler403, handler404, handler500 = (
    f"bihuan.front.home.errors.{name}" for name in ("bad_request", "forbidden", "not_found", "failed")
)

RAISED = {
    "400": SuspiciousOperation("secret of the desk"),
    "403": PermissionDenied("secret of the desk"),
    "500": ValueError("secret of the desk"),
    "503": OperationalError("secret of the desk"),
}


def breaks(request: HttpRequest, status: str) -> HttpResponse:
    if status == "429":
        return errors.too_many(request)
    raise RAISED[status]


urlpatterns = [
    path("breaks/<str:status>", login_not_required(breaks)),
    path("", include("bihuan.config.urls")),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def a_browser(language: str = "en", **headers: str) -> Client:
    return Client(raise_request_exception=False, headers={"Accept-Language": language} | headers)


@pytest.mark.parametrize("status", [*RAISED, "429"])
def test_what_went_wrong_is_told_in_the_readers_language_and_without_a_trace(status, caplog):
    english = a_browser("en").get(f"/breaks/{status}")
    chinese = a_browser("zh-CN").get(f"/breaks/{status}")

    for answer, language in ((english, "en"), (chinese, "zh-CN")):
        page = answer.content.decode()
        assert answer.status_code == int(status)
        assert f'<html lang="{language}"' in page
        assert "secret" not in page
        assert "Traceback" not in page
        assert 'href="/"' in page


def test_an_unknown_page_is_told_alike_to_everybody():
    assert a_browser().get("/nonesuch").status_code == 404
    assert browser_of("林").get("/desk/settings").status_code == 404
    assert browser_of("林").get("/desk/tickets/IT-1").status_code == 404


@pytest.mark.parametrize("status", [*RAISED, "429"])
def test_where_a_fragment_was_asked_for_a_toast_says_it_and_the_page_stays(status, caplog):
    answer = a_browser(**{"HX-Request": "true"}).get(f"/breaks/{status}")

    assert answer.status_code == int(status)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#toasts", "beforeend")
    assert "<html" not in answer.content.decode()


def test_who_should_wait_is_told_for_how_long(caplog):
    assert a_browser().get("/breaks/429")["Retry-After"] == "30"
    assert a_browser().get("/breaks/503")["Retry-After"] == "30"


@pytest.mark.requirement("SEC-039")
def test_the_way_back_leads_only_to_a_page_of_this_desk():
    def ways_on(referer: str) -> list[str]:
        page = a_browser(Referer=referer, Host="testserver").get("/nonesuch").content.decode()
        return re.findall(r'<a class="btn[^"]*" href="(.*?)"', page)

    assert ways_on("http://testserver/portal") == ["http://testserver/portal", "/"]
    assert ways_on("http://evil.example/portal") == ways_on("javascript:alert(1)") == ["/"]


def test_a_form_of_a_stale_page_is_told_so():
    browser = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})

    answer = browser.post("/account/login/", {"login": "lin", "password": "x"})

    assert answer.status_code == 403
    assert "stale" in answer.content.decode()


@pytest.mark.requirement("SEC-079")
def test_what_is_larger_than_any_form_is_turned_away_unread(settings):
    settings.MAX_REQUEST_BYTES = 1000

    answer = a_browser().post("/account/login/", {"login": "x" * 2000})

    assert answer.status_code == 413
