from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.ground.people.tests.cast import person
from bihuan.practices.knowledge.models import Article, Missed, Vote
from bihuan.practices.knowledge.tests.cast import an_article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]

BODY = "## Step 1\n\n- open\n- close\n\n## Step 2\n\n| code | do |\n|---|---|\n| 0x01 | restart |\n\n## Step 3\n\n`done`"


@pytest.fixture
def article() -> Article:
    return an_article(texts={"zh-hans": ("打印机卡纸", BODY), "en": ("Paper jam", BODY)})


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_the_library_can_be_read_by_all(look: str, article: Article, window: Window) -> None:
    Missed.note("打印机脱机", localdate(), is_near=False)
    for who, pages in {"陈": ("", "/gaps", "/{}", "/{}/edit"), "林": ("?q=jam", "/{}")}.items():
        opened = window.open(look, person(who))
        for page in pages:
            opened.goto(f"/library{page.format(article.number)}")
            assert (who, page, faults_of(opened)) == (who, page, [])


def test_a_word_whether_it_helped_is_taken_without_leaving_the_page(article: Article, window: Window) -> None:
    page = window.open("phone, dark, English", person("林"))
    page.goto(f"/library/{article.number}")
    page.evaluate("window.stays = true")

    page.click('#helped button[value="no"]')
    page.wait_for_selector("text=We will look it over")

    assert page.evaluate("window.stays") is True
    assert Vote.objects.get().has_helped is False


def test_a_preview_appears_beside_what_is_being_written(window: Window) -> None:
    page = window.open(person=person("陈"))
    page.goto("/library/new")
    page.fill("#f-title_zh", "清空打印队列")
    page.fill("#f-body_zh", "打开**服务**。")

    page.click('button[name="preview"]')
    page.wait_for_selector("#previews strong:text-is('服务')")

    assert page.input_value("#f-title_zh") == "清空打印队列"
    assert not Article.objects.exists()
