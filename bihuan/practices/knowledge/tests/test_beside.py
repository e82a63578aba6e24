import pytest

from bihuan.ground.catalogue.models import Category
from bihuan.practices.knowledge.beside import articles_beside, tickets_like
from bihuan.practices.knowledge.models import ArticleState, Visibility
from bihuan.practices.knowledge.tests.cast import an_article
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Resolution, Ticket
from bihuan.tickets.tests.cast import a_category, a_ticket, assigned, person, stamp, team

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("WRK-01")]


def beside(ticket: Ticket, who: str = "陈", **more) -> list[str]:
    return [article.title for article in articles_beside(ticket, person(who), **more)]


def solved(title: str, solution: str = "换件", who: str = "林", **more) -> Ticket:
    ticket = assigned(a_ticket(title=title, text="", **more))
    Resolution.propose(ticket, solution=solution, stamp=stamp("10:00"))
    return ticket


def test_the_article_that_fits_best_comes_first():
    an_article("打印机脱机怎么办"), an_article("打印机卡纸怎么办"), an_article("如何更换硒鼓")

    assert beside(a_ticket(title="三楼打印机卡纸", text="怎么办"))[0] == "打印机卡纸怎么办"


def test_an_article_fits_by_its_keywords_and_in_either_language():
    an_article("常见报错", keywords="E03 缺纸 paper out")

    assert beside(a_ticket(title="屏幕显示E03", text="")) == ["常见报错"]
    assert beside(a_ticket(title="It says paper out", text="")) == ["常见报错"]


def test_of_two_that_fit_alike_the_categorys_own_comes_first():
    branch = Category.objects.create(code="hardware", name_zh="硬件", name_en="Hardware")
    printer = a_category()
    printer.parent = branch
    printer.save()
    other = Category.objects.create(
        code="hardware.scanner", name_zh="x", name_en="x", parent=branch, team=team("desk")
    )
    (
        an_article("卡纸处理", category=other, clock="12:00"),
        an_article("卡纸处理", category=printer, clock="08:00"),
    )

    articles = articles_beside(a_ticket(title="卡纸", text=""), person("陈"))

    assert [article.category for article in articles] == [printer, other]


def test_what_has_nothing_to_do_with_it_is_not_laid_beside_it():
    elsewhere = Category.objects.create(code="mail", name_zh="x", name_en="x", team=team("desk"))
    an_article("打印机卡纸", category=elsewhere)

    assert beside(a_ticket(title="打印机卡纸")) == []


def test_what_may_not_be_read_is_not_laid_beside_it_either():
    (
        an_article("卡纸一"),
        an_article("卡纸二", visibility=Visibility.STAFF),
        an_article("卡纸三", state=ArticleState.DRAFT),
    )
    ticket = a_ticket(title="卡纸", text="")

    assert sorted(beside(ticket)) == ["卡纸一", "卡纸二"]
    assert beside(ticket, "林") == ["卡纸一"]


def test_as_many_as_are_asked_for_by_a_fixed_number_of_queries(django_assert_num_queries):
    for n in range(12):
        an_article(f"卡纸{n}")
    ticket = a_ticket(title="卡纸", text="")
    chen = person("陈")
    assert chen.rights

    with django_assert_num_queries(2):
        assert len(articles_beside(ticket, chen, limit=3)) == 3


def test_a_ticket_without_a_category_has_nothing_beside_it():
    an_article()
    ticket = a_ticket()
    Ticket.objects.update(category=None)
    ticket.refresh_from_db()

    assert beside(ticket) == []


def test_solved_tickets_like_it_come_with_what_solved_them_the_likest_first():
    solved("打印机打出来有条纹", "换了硒鼓"), solved("三楼打印机卡纸", "换了搓纸轮")

    likes = tickets_like(a_ticket(title="打印机又卡纸", text="三楼的"), person("陈"))

    assert [(like.ticket.title, like.solution) for like in likes] == [
        ("三楼打印机卡纸", "换了搓纸轮"),
        ("打印机打出来有条纹", "换了硒鼓"),
    ]
    assert likes[0].likeness > likes[1].likeness


def test_neither_the_ticket_itself_nor_one_that_is_not_solved_is_like_it():
    mine = solved("打印机卡纸")
    assigned(a_ticket(title="打印机卡纸"))

    assert tickets_like(mine, person("陈")) == []


@pytest.mark.parametrize("state", [State.RESOLVED, State.CONFIRMED, State.CLOSED])
def test_every_way_of_being_solved_counts(state):
    solved("打印机卡纸")
    Ticket.objects.update(state=state, closed_at=stamp("11:00").at)

    assert len(tickets_like(a_ticket(title="打印机卡纸"), person("陈"))) == 1


def test_a_solution_that_was_refuted_is_not_shown():
    ticket = solved("打印机卡纸", "重启")
    ticket.resolutions.update(refuted_at=stamp("10:30").at)

    assert [like.solution for like in tickets_like(a_ticket(title="打印机卡纸"), person("陈"))] == [""]


def test_nobody_is_shown_anothers_tickets():
    solved("打印机卡纸")
    ticket = a_ticket(title="打印机卡纸")

    assert len(tickets_like(ticket, person("林"))) == 1
    assert tickets_like(ticket, person("路人")) == tickets_like(ticket, person("周")) == []
