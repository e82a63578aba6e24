import pytest

from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.ground.search.near import find_near
from bihuan.ground.search.tests.test_search import fill, plans, put

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("KNO-02")]


def article(title: str, body: str = "") -> None:
    put(title, body, kind=DocKind.ARTICLE, is_public=True)


def near(words: str, **more) -> list[str]:
    articles = SearchDoc.objects.visible_to(None).of_kind(DocKind.ARTICLE)
    return [doc.title for doc in find_near(articles, words, **more).docs]


@pytest.fixture
def library():
    article("打印机卡纸的处理", "打开后盖，取出卡住的纸。")
    article("打印机脱机怎么办", "检查网线，重启打印服务。")
    article("重置邮箱密码", "在门户里点忘记密码。")
    article("VPN连接失败", "检查账号是否过期，换一个网络再试。")


def test_a_question_in_a_sentence_finds_what_answers_it_best_first(library):
    assert near("三楼的打印机又卡纸了，怎么处理才好")[0] == "打印机卡纸的处理"
    assert near("我忘记了邮箱的密码")[0] == "重置邮箱密码"
    assert near("vpn老是连不上")[0] == "VPN连接失败"


def test_where_nothing_fits_nothing_is_found(library):
    assert near("食堂今天中午吃什么") == []
    assert near("会议室的投影仪在4楼") == []
    assert near("，。！") == near("") == []


def test_what_holds_all_words_comes_first_and_what_is_near_is_called_so(library):
    articles = SearchDoc.objects.of_kind(DocKind.ARTICLE)

    both = find_near(articles, "打印机 重启")
    assert [doc.title for doc in both.docs] == ["打印机脱机怎么办", "打印机卡纸的处理"]
    assert (both.count, both.is_near) == (1, False)
    assert find_near(articles, "打印机卡纸了我该怎么办").is_near
    assert len(find_near(articles, "打印机", limit=1).docs) == 1


def test_a_story_of_any_length_costs_a_fixed_number_of_queries(library, django_assert_num_queries):
    articles = SearchDoc.objects.of_kind(DocKind.ARTICLE)

    with django_assert_num_queries(8):
        find_near(articles, "打印机脱机" + "从昨晚开始就一直这样，同事也是" * 200)


def test_articles_are_found_by_their_own_index_however_many_tickets_there_are(library):
    fill(5000)
    with plans() as drawn:
        assert near("邮箱登录失败，忘记了密码")[0] == "重置邮箱密码"

    assert not [plan for plan in drawn if "Seq Scan" in plan]
