from __future__ import annotations

import pytest
from django.urls import reverse

from bihuan.front.home.tests.cast import browser_of
from bihuan.front.library.tests.cast import english, of, shown
from bihuan.front.library.writing import mark_of
from bihuan.ground.people.tests.cast import person
from bihuan.practices.knowledge.models import Article, ArticleState, ArticleText
from bihuan.practices.knowledge.tests.cast import an_article
from bihuan.tickets.tests.cast import stamp

pytestmark = pytest.mark.django_db

WRITTEN = {
    "title_zh": "如何清空打印队列",
    "body_zh": "## 步骤\n\n打开“服务”。",
    "title_en": "",
    "body_en": "",
    "category": "",
    "kind": "howto",
    "visibility": "public",
    "keywords": "spooler",
    "then": "publish",
}


def test_an_article_is_written_published_and_found() -> None:
    browser = browser_of("陈")

    answer = browser.post(reverse("article-new"), WRITTEN)

    article = Article.objects.get()
    assert answer["Location"] == of(article)
    assert (article.state, article.written_by) == (ArticleState.PUBLISHED, person("陈"))
    assert "如何清空打印队列" in shown(browser_of("林"), "/library?q=spooler")


def test_a_draft_is_not_published_by_being_saved() -> None:
    browser_of("陈").post(reverse("article-new"), WRITTEN | {"then": "draft"})

    assert Article.objects.get().state == ArticleState.DRAFT


def test_all_that_is_wrong_is_said_at_once_beside_the_fields_and_what_was_typed_stays() -> None:
    wrong = WRITTEN | {
        "body_zh": "",
        "body_en": "text without a title",
        "category": "none",
        "visibility": "odd",
    }

    answer = english("陈").post(reverse("article-new"), wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    for name in ("body_zh", "title_en", "category", "visibility"):
        assert f'id="e-{name}"' in page
    assert "text without a title" in page
    assert not Article.objects.exists()


def test_an_article_without_a_word_is_refused() -> None:
    answer = english("陈").post(reverse("article-new"), WRITTEN | {"title_zh": "", "body_zh": ""})

    assert answer.status_code == 422
    assert "Please write it in one language at least." in answer.content.decode()


def test_a_preview_shows_the_texts_as_read_and_saves_nothing() -> None:
    browser = english("陈")

    page = browser.post(reverse("article-new"), WRITTEN | {"preview": "1"})
    fragment = browser.post(
        reverse("article-new"), WRITTEN | {"preview": "1"}, headers={"HX-Request": "true"}
    )

    for answer in (page, fragment):
        assert answer.status_code == 200
        assert "<h2>步骤</h2>" in answer.content.decode().replace(' id="h-1"', "")
    assert "<html" not in fragment.content.decode()
    assert not Article.objects.exists()


def test_an_article_is_changed_and_a_language_taken_away() -> None:
    article = an_article()
    browser = browser_of("陈")
    seen = mark_of(article)

    browser.post(of(article, "article-edit"), WRITTEN | {"seen": seen})

    assert ArticleText.objects.get().title == "如何清空打印队列"


def test_who_saves_over_anothers_words_is_shown_that_first() -> None:
    article = an_article()
    browser = english("陈")
    seen = mark_of(article)
    article.rewrite(texts={"zh-hans": ("王改过", "正文")}, stamp=stamp("10:00", by="王"))

    answer = browser.post(of(article, "article-edit"), WRITTEN | {"seen": seen})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else has saved this article while you wrote" in page
    assert "如何清空打印队列" in page
    assert ArticleText.objects.get(language="zh-hans").title == "王改过"
    again = page.partition('name="seen" value="')[2].partition('"')[0]
    browser.post(of(article, "article-edit"), WRITTEN | {"seen": again})
    assert ArticleText.objects.get(language="zh-hans").title == "如何清空打印队列"


def test_an_article_retired_is_found_no_more() -> None:
    article = an_article()
    seen = mark_of(article)

    browser_of("陈").post(of(article, "article-edit"), WRITTEN | {"seen": seen, "then": "retire"})

    assert browser_of("林").get(of(article)).status_code == 404
    assert "如何清空打印队列" not in shown(browser_of("林"), "/library?q=spooler").partition('id="found"')[2]
