"""Ctrl-K, the page of search and a person's page."""

import pytest

from bihuan.front.workbench.finding import extract
from bihuan.front.workbench.tests.cast import a_ticket, person, signed, signed_in
from bihuan.practices.knowledge.models import Article, ArticleState
from bihuan.tickets.reactions import put_into_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket():
    filed = a_ticket("投影仪花屏", text="会议室的投影仪花屏了")
    put_into_index(filed)
    return filed


def test_ctrl_k_finds_tickets_people_and_articles(ticket):
    article = Article.write(
        texts={"zh-hans": ("投影仪怎么用", "接上线")}, state=ArticleState.PUBLISHED, stamp=signed("王")
    )
    agent = signed_in("陈")

    words = agent.get("/desk/palette?q=投影").content.decode()
    name = agent.get("/desk/palette", {"q": person("林").name}).content.decode()

    assert f'href="/desk/tickets/{ticket.number}"' in words
    assert f'href="/library/{article.number}"' in words
    assert 'href="/desk/people/lin"' in name


def test_the_beginning_of_a_number_finds_its_ticket(ticket):
    found = signed_in("陈").get("/desk/palette", {"q": ticket.number[:-2].lower()}).content.decode()

    assert ticket.number in found


def test_a_page_of_results_shows_where_the_words_stand(ticket):
    page = signed_in("陈").get("/desk/search?q=花屏").content.decode()

    assert ticket.number in page
    assert "会议室的投影仪花屏了" in page


def test_nothing_found_says_what_to_try():
    page = signed_in("陈").get("/desk/search?q=无此事", HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert 'class="empty"' in page
    assert "无此事" in page


@pytest.mark.parametrize("words", ["", "%", "'", "<script>alert(1)</script>", "a" * 5000, "\x00", "🖨"])
def test_any_words_are_answered_and_none_is_run(words):
    agent = signed_in("陈")

    for path in ("/desk/search", "/desk/palette", "/desk/people"):
        answer = agent.get(path, {"q": words})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_a_person_is_shown_with_every_ticket(ticket):
    page = signed_in("陈").get("/desk/people/lin").content.decode()

    assert ticket.number in page
    assert person("林").email in page


def test_who_does_not_exist_is_not_found():
    assert signed_in("陈").get("/desk/people/nobody").status_code == 404


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("前" * 80 + "卡纸" + "后" * 200, "卡纸", f"…{'前' * 36}卡纸"),
        ("没有", "卡纸", "没有"),
        ("", "卡纸", ""),
    ],
)
def test_an_extract_shows_what_stands_around_the_words(text, words, shown):
    assert extract(text, words).startswith(shown)
