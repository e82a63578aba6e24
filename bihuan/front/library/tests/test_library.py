from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from bihuan.front.home.tests.cast import browser_of
from bihuan.front.library.tests.cast import english, of, shown
from bihuan.ground.catalogue.models import Category
from bihuan.practices.knowledge.models import (
    ArticleState,
    Outcome,
    Use,
    Visibility,
    Vote,
)
from bihuan.practices.knowledge.tests.cast import an_article
from bihuan.tickets.tests.cast import a_ticket, stamp

pytestmark = pytest.mark.django_db

# ── who sees what


@pytest.mark.requirement("KNO-01")
@pytest.mark.parametrize(
    ("who", "fields", "status"),
    [
        ("林", {}, 200),
        ("林", {"visibility": Visibility.STAFF}, 404),
        ("林", {"state": ArticleState.DRAFT}, 404),
        ("陈", {"visibility": Visibility.STAFF}, 200),
        ("陈", {"state": ArticleState.DRAFT}, 200),
        ("陈", {"state": ArticleState.RETIRED}, 200),
        ("赵", {"visibility": Visibility.STAFF}, 200),
        ("赵", {"state": ArticleState.DRAFT}, 404),
    ],
)
def test_persons_read_what_is_published_for_all_and_writers_everything(
    who: str, fields: dict[str, Any], status: int
) -> None:
    article = an_article("打印机卡纸", **fields)
    browser = browser_of(who)

    assert browser.get(of(article)).status_code == status
    assert ("打印机卡纸" in shown(browser, "/library?all=1")) is (status == 200 and "state" not in fields)


@pytest.mark.parametrize(("who", "status"), [("陈", 200), ("赵", 404), ("林", 404)])
def test_writing_is_for_writers(who: str, status: int) -> None:
    article = an_article()
    browser = browser_of(who)

    assert browser.get(reverse("article-new")).status_code == status
    assert browser.get(of(article, "article-edit")).status_code == status
    assert ("article-new" in shown(browser, "/library") or "/library/new" in shown(browser, "/library")) is (
        status == 200
    )


def test_who_has_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(reverse("library")).status_code == 302


# ── finding


@pytest.mark.requirement("KNO-02")
def test_articles_are_found_by_their_words_in_either_language() -> None:
    an_article()
    an_article("邮箱满了怎么办", "清理大附件。")
    browser = browser_of("林")

    for words in ("卡纸", "paper jam"):
        found = shown(browser, f"/library?q={words}")
        assert "打印机卡纸怎么办" in found
        assert "邮箱满了" not in found


@pytest.mark.requirement("KNO-02")
def test_a_question_of_which_no_article_holds_every_word_finds_what_comes_near() -> None:
    an_article()
    an_article("邮箱满了怎么办", "清理大附件。")

    page = shown(english("林"), "/library?q=三楼的打印机又卡纸了")

    assert "No article holds all of these words; these come near" in page
    assert "打印机卡纸怎么办" in page or "paper" in page
    assert "邮箱满了" not in page


def test_who_finds_nothing_is_offered_the_desk() -> None:
    page = shown(english("林"), "/library?q=quantenkryptographie")

    assert "Nothing fits." in page
    assert f'href="{reverse("portal-ask")}"' in page


def test_an_empty_library_says_so_and_a_writer_what_to_do() -> None:
    assert "There is no article yet." in shown(english("林"), "/library")
    assert "The first one is the hardest" in shown(english("陈"), "/library")


def test_articles_are_narrowed_by_category_and_kind() -> None:
    an_article("卡纸")
    mail = Category.objects.create(code="software.mail", name_zh="邮件", name_en="Mail")
    an_article("退信代码", category=mail, kind="error_codes")
    browser = browser_of("陈")

    for query in ("category=software.mail", "kind=error_codes"):
        found = shown(browser, f"/library?{query}").partition('id="found"')[2]
        assert "退信代码" in found
        assert "卡纸" not in found


def test_drafts_are_found_by_those_who_write() -> None:
    an_article("还没写完", state=ArticleState.DRAFT)
    browser = browser_of("陈")

    assert "还没写完" in shown(browser, "/library?state=draft")
    assert "还没写完" in shown(browser, "/library?state=draft&q=没写完")
    assert "还没写完" not in shown(browser_of("林"), "/library?state=draft")


@pytest.mark.parametrize("query", ["", "all=1", "q=卡纸", "state=draft"])
@pytest.mark.parametrize("who", ["陈", "林"])
def test_a_shelf_costs_the_same_queries_however_full(
    who: str, query: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browser_of(who)
    for n in range(60):
        article = an_article(
            f"打印机卡纸 {n}", state=ArticleState.DRAFT if n % 3 == 2 else ArticleState.PUBLISHED
        )
        Vote.cast(article, has_helped=True, stamp=stamp("09:00", by="林"))
    browser.get(f"/library?{query}")

    with django_assert_max_num_queries(14):
        browser.get(f"/library?{query}")


def test_a_long_shelf_comes_in_pages() -> None:
    for n in range(31):
        an_article(f"第{n}篇。", clock=f"09:{n:02}")
    browser = browser_of("林")

    first = shown(browser, "/library?all=1")
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")

    assert "第30篇。" in first
    assert "第0篇。" not in first
    assert "第0篇。" in shown(browser, f"/library{older}")


# ── reading


def test_an_article_is_read_in_the_readers_language_or_in_the_one_asked_for() -> None:
    article = an_article()

    assert "<h1" in shown(browser_of("林"), of(article))
    assert "打印机卡纸怎么办" in shown(browser_of("林"), of(article))
    assert "What to do about a paper jam</h1>" in shown(browser_of("林"), f"{of(article)}?language=en")


def test_a_long_article_has_its_contents_beside_it() -> None:
    body = "\n\n".join(f"## Step {n}\n\ntext" for n in range(4))
    article = an_article("长文章", body)

    page = shown(english("林"), of(article))

    assert "Contents" in page
    assert 'href="#h-4"' in page
    assert 'id="h-4"' in page


def test_markup_of_a_writer_is_shown_and_not_run() -> None:
    article = an_article("标记", "<script>alert(1)</script> [x](javascript:alert(2)) | **bold**")

    page = shown(browser_of("林"), of(article))

    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<strong>bold</strong>" in page


@pytest.mark.requirement("KNO-01")
def test_a_reader_says_whether_it_helped_and_the_last_word_counts() -> None:
    article = an_article()
    browser = english("林")

    fragment = browser.post(of(article, "article-votes"), {"helped": "yes"}, headers={"HX-Request": "true"})
    plain = browser.post(of(article, "article-votes"), {"helped": "no"})

    assert "Thank you. Good to hear." in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert plain.status_code == 302
    assert Vote.objects.get().has_helped is False
    assert "ask the service desk" in shown(browser, of(article))


def test_an_agent_sees_how_an_article_has_done_and_a_person_does_not() -> None:
    article = an_article()
    Use.note(article, a_ticket(), stamp("09:00"), Outcome.HELPED)

    assert "Used and helped" in shown(english("陈"), of(article))
    assert "Used and helped" not in shown(english("林"), of(article))
