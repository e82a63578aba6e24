import pytest
from django.test import Client
from django.urls import reverse

from bihuan.practices.knowledge.models import Article, ArticleState, Use, Visibility
from bihuan.practices.knowledge.settling import draft_article, link_article, need_none
from bihuan.practices.knowledge.tests.cast import an_article
from bihuan.tickets.models import RecordIncomplete, Resolution, Ticket, missing_to_close
from bihuan.tickets.tests.cast import a_ticket, assigned, person, stamp

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.requirement("CLS-02"),
    pytest.mark.urls("bihuan.practices.knowledge.urls"),
]


@pytest.fixture
def resolution(db) -> Resolution:
    ticket = assigned(a_ticket(text="我是财务部林小满，电话8042，三楼打印机卡纸"))
    return Resolution.propose(
        ticket,
        solution="换了搓纸轮",
        cause="磨损",
        verification="连打百页",
        spent_minutes=20,
        stamp=stamp("11:00"),
    )


def is_settled(resolution: Resolution) -> bool:
    return "knowledge" not in missing_to_close(resolution.ticket)


def test_an_article_that_tells_it_already_is_linked_and_has_helped_once_more(resolution):
    article = an_article()
    assert not is_settled(resolution)

    link_article(resolution, article, stamp("11:30"))

    assert is_settled(resolution)
    assert (resolution.knowledge, resolution.article_number) == ("linked", article.number)
    assert Use.objects.get().outcome == "helped"


@pytest.mark.requirement("CLS-06")
def test_a_draft_is_written_from_what_solved_it_and_holds_nothing_of_who_asked(resolution):
    article = draft_article(resolution, stamp("11:30"))

    text = article.texts.get()
    assert is_settled(resolution)
    assert (article.state, article.visibility, article.category) == (
        "draft",
        "staff",
        resolution.ticket.category,
    )
    assert (text.title, text.language) == ("打印机卡纸", "zh-hans")
    assert all(words in text.body for words in ("磨损", "换了搓纸轮", "连打百页"))
    assert "林" not in text.body
    assert "8042" not in text.body


def test_that_none_is_needed_takes_a_reason(resolution):
    with pytest.raises(RecordIncomplete) as refused:
        need_none(resolution, "  ", stamp("11:30"))
    assert set(refused.value.fields) == {"knowledge_why"}
    assert not is_settled(resolution)

    need_none(resolution, "一次性硬件故障", stamp("11:30"))

    assert is_settled(resolution)
    assert resolution.knowledge_why == "一次性硬件故障"


def test_who_thinks_better_of_it_leaves_no_trace_of_the_first_way(resolution):
    link_article(resolution, an_article(), stamp("11:30"))

    need_none(resolution, "不适用", stamp("11:40"))

    resolution.refresh_from_db()
    assert (resolution.knowledge, resolution.article_number, resolution.knowledge_why) == (
        "none_needed",
        "",
        "不适用",
    )


def test_what_became_of_the_knowledge_stands_in_the_history(resolution):
    need_none(resolution, "一次性硬件故障", stamp("11:30"))

    said = resolution.ticket.history.filter(kind="ticket.amended").last().said
    assert said.changes["knowledge"] == ["", "none_needed"]


def test_a_draft_that_cannot_be_noted_on_the_ticket_is_not_written(resolution, monkeypatch):
    monkeypatch.setattr(Resolution, "complete", lambda *_, **__: 1 / 0)

    for settle in (
        lambda: draft_article(resolution, stamp("11:30")),
        lambda: link_article(resolution, an_article(), stamp("11:30")),
    ):
        with pytest.raises(ZeroDivisionError):
            settle()

    assert not Article.objects.filter(state=ArticleState.DRAFT).exists()
    assert not Use.objects.exists()


def post(ticket: Ticket, who: str = "陈", **form: str) -> int:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(person(who))
    return client.post(reverse("ticket-knowledge", args=[ticket.number]), form).status_code


@pytest.mark.parametrize(
    ("form", "status", "knowledge"),
    [
        ({"knowledge": "linked", "article": "KB-7"}, 204, "linked"),
        ({"knowledge": "linked", "article": "KB-8"}, 404, ""),
        ({"knowledge": "linked", "article": "KB-9"}, 404, ""),
        ({"knowledge": "drafted"}, 204, "drafted"),
        ({"knowledge": "none_needed", "knowledge_why": "一次性"}, 204, "none_needed"),
        ({"knowledge": "none_needed"}, 409, ""),
        ({"knowledge": "magic"}, 422, ""),
        ({}, 409, ""),
    ],
)
def test_the_door_takes_the_three_ways(resolution, form, status, knowledge):
    (
        an_article(number="KB-7", visibility=Visibility.STAFF),
        an_article(number="KB-8", state=ArticleState.DRAFT),
    )

    assert post(resolution.ticket, **form) == status

    resolution.refresh_from_db()
    assert resolution.knowledge == knowledge


@pytest.mark.parametrize("who", ["林", "路人", "周", "赵"])
def test_who_works_no_tickets_settles_nothing(resolution, who):
    assert post(resolution.ticket, who, knowledge="drafted") == 404
    assert not Article.objects.exists()


def test_a_ticket_without_a_solution_has_nothing_to_settle():
    assert post(assigned(a_ticket()), knowledge="drafted") == 404
