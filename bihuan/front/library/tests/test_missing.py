from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from bihuan.front.home.tests.cast import browser_of
from bihuan.front.library.tests.cast import english, shown
from bihuan.practices.knowledge.models import Dismissal, Missed
from bihuan.practices.knowledge.tests.cast import an_article

pytestmark = pytest.mark.django_db

PAGE = "/library/gaps"


@pytest.mark.requirement("KNO-06")
def test_what_nobody_found_stands_on_the_page_of_writers_and_begins_an_article() -> None:
    an_article()
    browser_of("林").get("/library?q=quantum")
    browser_of("林").get("/portal/search?q=quantum")
    browser_of("陈").get("/desk/search?q=quantum")
    browser_of("林").get("/portal/search?q=quan", headers={"HX-Request": "true"})
    browser_of("林").get("/library?q=quantum&kind=faq")
    browser_of("林").get("/library?q=卡纸")
    writer = english("陈")

    page = shown(writer, PAGE)

    assert dict(Missed.objects.values_list("words", "times")) == {"quantum": 3}
    assert "Searched 3 times" in page
    assert f'{reverse("article-new")}?title=quantum"' in page
    assert 'value="quantum"' in shown(writer, "/library/new?title=quantum")
    assert PAGE in shown(writer, "/library")


def test_a_gap_is_dismissed_and_brought_back() -> None:
    Missed.note("quantum", localdate(), is_near=False)
    writer = english("陈")
    gap = {"kind": "words", "subject": "quantum", "back": f"{PAGE}?days=7"}

    gone = writer.post(reverse("gap-dismissals"), gap)
    without = shown(writer, PAGE)
    writer.post(reverse("gap-dismissals"), gap | {"again": "yes", "back": "https://elsewhere.example/"})

    assert gone["Location"] == f"{PAGE}?days=7"
    assert "Every search has found something." in without
    assert "Show again: quantum" in without
    assert not Dismissal.objects.exists()
    assert "Searched 1 time" in shown(writer, PAGE)


@pytest.mark.parametrize(("kind", "subject"), [("mood", "x"), ("words", "")])
def test_what_is_no_gap_cannot_be_dismissed(kind: str, subject: str) -> None:
    answer = browser_of("陈").post(reverse("gap-dismissals"), {"kind": kind, "subject": subject})

    assert answer.status_code == 400


def test_a_long_list_comes_in_pages_and_costs_the_same(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(25):
        Missed.note(f"word{n:02}", localdate(), is_near=False)
    writer = english("陈")

    with django_assert_max_num_queries(22):
        first = shown(writer, PAGE)

    assert "word00" in first
    assert "word24" not in first
    assert "word24" in shown(writer, f"{PAGE}?page=1")
    assert "word24" in shown(writer, f"{PAGE}?page=99")
    assert "No article has failed." in shown(writer, f"{PAGE}?list=article&days=90")
    assert "is used." in shown(writer, f"{PAGE}?list=category&days=x")
