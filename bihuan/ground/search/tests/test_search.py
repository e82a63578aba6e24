import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.ground.people.tests.cast import at, person
from bihuan.ground.search import finding
from bihuan.ground.search.finding import CAP, Found, find
from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.kit.sql.statements import copy_rows
from bihuan.kit.text.grams import as_query, as_vector

pytestmark = pytest.mark.django_db

ids = itertools.count(1)
HOSTILE = "'\"\\&|!():*<>-_%;\x00 打印机 or and not OR AND NEAR % \u2028\t\n$$ab12．＇＂＼"


def put(title: str, body: str = "", number: str = "", clock: str = "09:00", **more) -> SearchDoc:
    pk = next(ids)
    kind = more.pop("kind", DocKind.TICKET)
    SearchDoc.put(
        kind, pk, number=number or f"IT-20260928-{pk:04}", title=title, body=body, at=at(clock), **more
    )
    return SearchDoc.objects.get(kind=kind, object_id=pk)


def titles(words: str, **more) -> list[str]:
    return [doc.title for doc in find(SearchDoc.objects.all(), words, **more).docs]


def fill(count: int, title: str = "邮箱登录失败") -> None:
    """Put many documents that hold none of the words under test, but for their title."""
    vector = as_vector("账号 密码", title)
    rows = (
        (DocKind.TICKET, 10_000 + n, f"X-{n}", title, "账号 密码", vector, False, at("08:00"))
        for n in range(count)
    )
    columns = ["kind", "object_id", "number", "title", "body", "tokens", "is_public", "at"]
    copy_rows(SearchDoc, columns, rows)


@contextmanager
def plans() -> Iterator[list[str]]:
    """Collect how the database goes about each search in the index."""
    collected: list[str] = []

    def explain(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        if sql.startswith("SELECT") and "tsquery" in sql:
            with context["connection"].connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + sql, params)
                collected.append("\n".join(row[0] for row in cursor))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield collected


@pytest.fixture
def low_cap(monkeypatch):
    monkeypatch.setattr(finding, "CAP", 3)


def test_a_number_comes_before_a_title_and_a_title_before_a_text():
    put("别的事", "提到了IT-7", clock="12:00")
    put("关于IT-7的后续", clock="11:00")
    put("打印机卡纸", number="IT-7")

    assert titles("it-7") == ["打印机卡纸", "关于IT-7的后续", "别的事"]


@pytest.mark.requirement("KNO-02")
def test_a_whole_title_comes_before_a_part_of_one_and_what_says_it_oftener_before_what_says_it_once():
    put("打印机卡纸怎么办", clock="12:00")
    put("打印机卡纸", clock="08:00")
    put("其他", "打印机卡纸", clock="11:00")
    put("其他二", "打印机卡纸，打印机卡纸", clock="10:00")

    assert titles("打印机卡纸") == ["打印机卡纸", "打印机卡纸怎么办", "其他二", "其他"]


def test_of_two_alike_the_newer_comes_first():
    put("卡纸一", clock="09:00"), put("卡纸二", clock="10:00")

    assert titles("卡纸") == ["卡纸二", "卡纸一"]


@pytest.mark.requirement("KNO-02")
@pytest.mark.parametrize(
    "words",
    [
        "打印机 卡纸",
        "卡纸 打印机",
        "打印机，卡纸",
        "“打印机”",
        "打印机卡纸！",
        "HP 卡纸",
        "hp卡纸",
        "ＨＰ",
        "0x80070005",
        "error 80070005",
        "(M428)",
    ],
)
def test_all_the_words_are_looked_for_whatever_stands_between_them(words):
    put("打印机卡纸", "HP LaserJet M428报Error: 0x80070005")
    put("打印机缺墨", "佳能")

    assert titles(words)[0] == "打印机卡纸"


@pytest.mark.parametrize("words", ["打机印", "卡纸箱", "印机卡", "扫描 卡纸", "0x80070006"])
def test_what_is_not_there_word_for_word_is_not_found(words):
    put("打印机缺卡", "卡纸。纸箱。印刷机卡顿")

    assert titles(words) == []


@pytest.mark.parametrize("words", ["", "   ", "，。", "'", "*", "\x00"])
def test_nothing_is_found_where_nothing_was_asked(words):
    put("打印机卡纸")

    assert find(SearchDoc.objects.all(), words) == Found([], 0)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(HOSTILE, max_size=30), st.text(HOSTILE, max_size=30))
def test_no_text_and_no_question_breaks_out_of_its_literal(db, text, words):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector, %s::tsquery", [as_vector(text, words), as_query(words)])
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [as_vector(text), as_query(text)])
        found = cursor.fetchone()[0]

    assert found or not as_query(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_question_gets_an_answer(db, words):
    assert find(SearchDoc.objects.all(), words).count == 0


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1 --",
        "'; DROP TABLE search_searchdoc; --",
        "卡纸' & '打印",
        "卡纸:*",
        "!卡纸",
        "卡纸 | 打印",
        "%s",
        "\\'",
        "$$",
        "1' AND SLEEP(5)#",
    ],
)
def test_no_question_is_read_as_a_command(words):
    put("邮箱")

    assert titles(words) == []
    assert SearchDoc.objects.count() == 1


def test_a_thing_put_again_is_found_by_what_it_says_now_and_stands_once():
    put("打印机")
    SearchDoc.put(
        DocKind.TICKET,
        SearchDoc.objects.get().object_id,
        number="IT-1",
        title="扫描仪",
        body="",
        at=at("10:00"),
    )

    assert (titles("打印机"), titles("扫描仪")) == ([], ["扫描仪"])


def test_a_long_text_is_kept_and_found_as_far_as_it_is_shown():
    put("长" * 500, "文" * 19_990 + "尾巴" + "之后" * 100_000)

    assert len(titles("尾巴")) == 1


def test_the_largest_text_of_many_words_fits_into_the_index():
    put("字典", "".join(chr(0x4E00 + n % 20_000) for n in range(40_000)))

    assert titles("字典") == ["字典"]


@pytest.mark.parametrize(
    ("who", "finds"),
    [
        ("林", {"我的", "公开"}),
        ("路人", {"公开"}),
        ("周", {"公开"}),
        ("陈", {"我的", "公开", "内部"}),
        ("赵", {"我的", "公开", "内部"}),
        (None, {"公开"}),
    ],
)
def test_a_person_finds_what_is_public_or_his_or_her_own_and_is_counted_no_other(who, finds, low_cap):
    put("我的", "卡纸", person_id=person("林").pk), put("公开", "卡纸", is_public=True), put("内部", "卡纸")

    found = find(SearchDoc.objects.all().visible_to(person(who) if who else None), "卡纸")

    assert {doc.title for doc in found.docs} == finds
    assert found.count == len(finds)


def test_not_even_a_number_typed_whole_leads_a_stranger_to_a_ticket():
    put("打印机", number="IT-20260928-0007", person_id=person("林").pk)

    assert find(SearchDoc.objects.all().visible_to(person("路人")), "IT-20260928-0007") == Found([], 0)


def test_what_a_person_may_not_see_does_not_push_what_he_or_she_may_over_the_cap(low_cap):
    for _ in range(10):
        put("别人的", "卡纸", person_id=person("路人").pk)
    put("我的", "卡纸", person_id=person("林").pk)

    assert find(SearchDoc.objects.all().visible_to(person("林")), "卡纸").count == 1


def test_one_kind_of_thing_can_be_looked_for():
    put("卡纸工单"), put("卡纸知识", kind=DocKind.ARTICLE)

    found = find(SearchDoc.objects.all().of_kind(DocKind.ARTICLE), "卡纸")

    assert [doc.title for doc in found.docs] == ["卡纸知识"]


def test_a_word_that_much_holds_is_answered_by_the_newest_and_said_to_be_more(low_cap):
    for n in range(6):
        put(f"卡纸{n}", clock=f"1{n}:00")

    found = find(SearchDoc.objects.all(), "卡纸", limit=2)

    assert [doc.title for doc in found.docs] == ["卡纸5", "卡纸4"]
    assert found.count == finding.CAP + 1


def test_as_many_as_the_cap_are_still_counted(low_cap):
    for n in range(3):
        put(f"卡纸{n}")

    assert find(SearchDoc.objects.all(), "卡纸", limit=2).count == 3


def test_a_rare_word_is_looked_for_in_the_token_index_and_a_common_one_by_age():
    fill(CAP + 500)
    put("打印机卡纸")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchdoc")

    with plans() as rare:
        assert titles("卡纸") == ["打印机卡纸"]
    with plans() as common:
        assert find(SearchDoc.objects.all().of_kind(DocKind.TICKET), "邮箱").count == CAP + 1

    assert len(rare) == 1
    assert "doc_tokens" in rare[0]
    assert "doc_by_age" in common[1]
    assert "Seq Scan" not in "".join(rare + common)


def test_the_planner_is_free_again_after_a_search():
    find(SearchDoc.objects.all(), "卡纸")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(name, ' ') FROM pg_settings WHERE name LIKE 'enable%scan' AND setting = 'off'"
        )
        assert cursor.fetchone()[0] is None


def test_a_search_takes_a_fixed_number_of_queries_however_much_it_finds(django_assert_max_num_queries):
    for n in range(30):
        put(f"卡纸{n}")

    with django_assert_max_num_queries(6):
        assert find(SearchDoc.objects.all(), "卡纸").count == 30


def test_the_database_keeps_each_thing_once():
    doc = put("卡纸")

    with pytest.raises(IntegrityError, match="each_thing_once"):
        SearchDoc.objects.create(
            kind=doc.kind, object_id=doc.object_id, number="x", title="", body="", tokens="", at=doc.at
        )
