import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from bihuan.ground.search.finding import find
from bihuan.ground.search.models import SearchDoc
from bihuan.practices.knowledge.models import (
    Article,
    ArticleIncomplete,
    ArticleState,
    ArticleText,
    Outcome,
    Use,
    Visibility,
)
from bihuan.practices.knowledge.tests.cast import JAM, an_article
from bihuan.tickets.tests.cast import a_ticket, at, person, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("KNO-01")]


def found(words: str, who: str | None = "林") -> list[str]:
    visible = SearchDoc.objects.all().visible_to(person(who) if who else None)
    return [doc.number for doc in find(visible, words).docs]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (None, {"公开"}),
        ("林", {"公开"}),
        ("周", {"公开"}),
        ("赵", {"公开", "内部"}),
        ("陈", {"公开", "内部", "草稿", "旧的"}),
        ("王", {"公开", "内部", "草稿", "旧的"}),
    ],
)
def test_who_may_read_what(who, sees):
    an_article("公开"), an_article("内部", visibility=Visibility.STAFF)
    an_article("草稿", state=ArticleState.DRAFT), an_article("旧的", state=ArticleState.RETIRED)

    visible = Article.objects.visible_to(person(who) if who else None)

    assert {article.title for article in visible} == sees


def test_an_article_is_read_in_ones_own_language_and_otherwise_in_the_one_there_is():
    both, chinese = an_article(), an_article("只有中文")

    with override("en"):
        assert (both.title, chinese.title) == ("What to do about a paper jam", "只有中文")
    with override("zh-hans"):
        assert both.title == "打印机卡纸怎么办"
    with override("de"):
        assert both.title in {title for title, _body in JAM.values()}


def test_articles_are_numbered_and_never_alike():
    numbers = [an_article(f"第{n}篇").number for n in range(3)]

    assert len(set(numbers)) == 3
    assert all(number.startswith("KB-") for number in numbers)


@pytest.mark.parametrize(
    "texts", [{}, {"zh-hans": ("", "")}, {"zh-hans": ("题", " ")}, {"zh-hans": ("", "x"), "en": ("x", "")}]
)
def test_an_article_has_a_title_and_says_something_in_one_language_at_least(texts):
    with pytest.raises(ArticleIncomplete):
        Article.write(texts=texts, stamp=stamp("09:00"))

    assert not Article.objects.exists()


def test_an_article_rewritten_says_what_it_says_now_and_forgets_an_emptied_language():
    article = an_article()

    article.rewrite(texts={"zh-hans": ("卡纸新法", "新步骤"), "en": ("", "")}, stamp=stamp("10:00"))

    assert list(ArticleText.objects.values_list("language", "title")) == [("zh-hans", "卡纸新法")]
    assert (Article.objects.get().changed_at, Article.objects.get().written_at) == (at("10:00"), at("08:00"))


def test_an_article_that_would_become_empty_stays_as_it_is():
    article = an_article()

    with pytest.raises(ArticleIncomplete):
        article.rewrite(
            texts={"zh-hans": ("", ""), "en": ("", "")}, state=ArticleState.RETIRED, stamp=stamp("10:00")
        )

    assert ArticleText.objects.count() == 2
    assert Article.objects.get().state == ArticleState.PUBLISHED


@pytest.mark.requirement("KNO-02")
@pytest.mark.parametrize("words", ["卡纸", "打印机", "搓纸轮", "paper jam", "rollers", "ROLLER"])
def test_an_article_is_found_in_either_language(words):
    article = an_article()

    assert found(words) == [article.number]


@pytest.mark.requirement("KNO-02")
def test_an_article_is_found_by_its_number_and_by_its_keywords():
    article = an_article(keywords="E03 缺纸")

    assert found(article.number) == found("e03") == found("缺纸") == [article.number]


@pytest.mark.parametrize("state", [ArticleState.DRAFT, ArticleState.RETIRED])
@pytest.mark.parametrize("who", ["林", "陈"])
def test_only_what_is_published_is_found_whoever_looks(state, who):
    article = an_article()
    assert found("卡纸", who)

    article.rewrite(texts=JAM, state=state, stamp=stamp("10:00"))

    assert found("卡纸", who) == []


@pytest.mark.parametrize(
    ("who", "may"), [(None, False), ("林", False), ("周", False), ("陈", True), ("赵", True)]
)
def test_what_is_for_agents_is_found_by_agents(who, may):
    an_article(visibility=Visibility.STAFF)

    assert bool(found("卡纸", who)) == may


def test_what_was_fetched_before_a_change_does_not_find_its_way_into_the_index():
    an_article()
    article = Article.objects.with_texts().get()

    article.rewrite(texts={"zh-hans": ("扫描仪", "新步骤"), "en": ("", "")}, stamp=stamp("10:00"))

    assert (found("扫描仪"), found("卡纸"), found("jam")) == ([article.number], [], [])


def test_a_writing_that_fails_half_way_leaves_nothing(monkeypatch):
    monkeypatch.setattr(SearchDoc, "put", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        an_article()

    assert not Article.objects.exists()


@pytest.mark.requirement("WRK-01")
def test_that_an_article_was_used_is_noted_once_a_ticket_with_how_it_went():
    article, ticket = an_article(), a_ticket()
    Use.note(article, ticket, stamp("09:30"))
    Use.note(article, ticket, stamp("10:00"), Outcome.HELPED)

    Use.note(article, ticket, stamp("11:00"))

    use = Use.objects.get()
    assert (use.outcome, use.at, use.by) == ("helped", at("10:00"), person("陈"))


def test_the_database_knows_the_states_and_one_text_a_language():
    article = an_article()

    with pytest.raises(IntegrityError, match="one_text_a_language"), transaction.atomic():
        ArticleText.objects.create(article=article, language="en", title="x", body="x")
    with pytest.raises(IntegrityError, match="article_state_known"), transaction.atomic():
        Article.objects.update(state="secret")
