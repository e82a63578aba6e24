import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.front.portal.asking import NotThat, value_of
from bihuan.front.portal.tests.cast import a_category, a_portal, a_ticket, browser_of, person, stamp
from bihuan.ground.catalogue.models import Category, FieldType, FormField
from bihuan.practices.knowledge.models import Article, ArticleState, Avoided, Visibility
from bihuan.tickets.models import Enclosure, Ticket

pytestmark = pytest.mark.django_db

FORM = "/portal/ask/hardware.printer"


@pytest.fixture(autouse=True)
def portal(db):
    a_portal()
    a_category()


def typed(**more: object) -> dict[str, object]:
    said = {
        "title": "打印机卡纸",
        "description": "三楼的打印机一直卡纸。",
        "scope": "person",
        "urgency": "high",
    }
    return said | {"submission": str(uuid4()), "phone": "", "location": ""} | more


def an_article(title: str = "打印机卡纸怎么办", **more: object) -> Article:
    fields = {
        "visibility": Visibility.PUBLIC,
        "state": ArticleState.PUBLISHED,
        "category": a_category(),
    } | more
    return Article.write(texts={"zh-hans": (title, "先**关机**，再取纸。")}, stamp=stamp("08:00"), **fields)


@pytest.mark.requirement("INT-03")
def test_a_form_files_a_ticket_and_leads_to_its_receipt():
    browser = browser_of("林")

    answer = browser.post(FORM, typed(**{"answer-device": "M428"}))
    receipt = browser.get(answer["Location"])

    ticket = Ticket.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/portal/tickets/{ticket.number}/receipt")
    assert (ticket.title, ticket.person, ticket.channel) == ("打印机卡纸", person("林"), "portal")
    assert (ticket.impact, ticket.urgency, ticket.answers) == (3, 1, {"device": "M428"})
    assert ticket.number in receipt.content.decode()
    assert receipt.content.decode().count("<time") == 1  # by when one hears


def test_the_same_form_sent_twice_files_one_ticket():
    browser, form = browser_of("林"), typed()

    answers = [browser.post(FORM, form)["Location"] for _ in range(2)]

    assert answers[0] == answers[1]
    assert Ticket.objects.count() == 1


def test_a_script_is_told_to_lead_the_whole_page_to_the_receipt():
    answer = browser_of("林", is_fragment=True).post(FORM, typed())

    assert answer["HX-Redirect"] == f"/portal/tickets/{Ticket.objects.get().number}/receipt"


@pytest.mark.parametrize("is_fragment", [False, True])
def test_all_that_is_wrong_is_said_at_once_beside_the_fields_and_what_was_typed_stays(is_fragment):
    FormField.objects.filter(key="device").update(is_required=True)
    wrong = typed(title="", description="", scope="everybody", urgency="", phone="8" * 41, location="A座3楼")

    answer = browser_of("林", is_fragment=is_fragment).post(FORM, wrong)

    page = answer.content.decode()
    marked = set(re.findall(r'id="e-([\w-]+)"', page))
    assert answer.status_code == 422
    assert marked == {"title", "description", "scope", "urgency", "phone", "answer-device"}
    assert 'value="A座3楼"' in page
    assert f'value="{wrong["submission"]}"' in page
    assert ("<html" in page) is not is_fragment
    assert not Ticket.objects.exists()


@pytest.mark.requirement("SEC-079")
def test_files_are_kept_with_the_first_words_and_too_large_ones_are_named(settings):
    settings.MAX_FILE_BYTES = 1000
    browser = browser_of("林")

    refused = browser.post(
        FORM, typed(files=[SimpleUploadedFile("大.log", b"x" * 1001), SimpleUploadedFile("b.txt", b"x")])
    )
    taken = browser.post(FORM, typed(files=[SimpleUploadedFile("b.txt", b"x")]))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "大.log" in page[page.index('id="e-files"') :][:400]
    assert taken.status_code == 302
    assert Enclosure.objects.get().file.name == "b.txt"


def test_without_script_one_is_told_that_the_files_have_to_be_chosen_again():
    form = typed(title="", files=[SimpleUploadedFile("b.txt", b"x")])

    plain = browser_of("林").post(FORM, form).content.decode()
    form["files"] = [SimpleUploadedFile("b.txt", b"x")]
    with_script = browser_of("林", is_fragment=True).post(FORM, form).content.decode()

    assert 'id="e-files"' in plain
    assert 'id="e-files"' not in with_script


def test_where_one_sits_is_told_only_where_it_is_not_what_we_know():
    browser = browser_of("林")
    person("林").__class__.objects.filter(username="lin").update(phone="8316", location="A座3楼")

    browser.post(FORM, typed(phone="8316", location="B座2楼"))

    text = Ticket.objects.get().description
    assert "B座2楼" in text
    assert "8316" not in text


def test_the_form_of_a_category_that_is_not_offered_is_no_page():
    Category.objects.create(code="old", name_zh="旧", name_en="Old", is_active=False)

    for code in ("old", "nonesuch"):
        assert browser_of("林").get(f"/portal/ask/{code}").status_code == 404
        assert browser_of("林").post(f"/portal/ask/{code}", typed()).status_code == 404


@pytest.mark.requirement("KNO-03")
def test_articles_are_offered_before_anything_is_sent_and_only_those_for_everybody():
    public, staff = an_article(), an_article("打印机卡纸内部手册", visibility=Visibility.STAFF)

    first = browser_of("林").get(FORM).content.decode()
    as_typed = browser_of("林").get(f"{FORM}/help", {"title": "打印机又卡纸"}).content.decode()

    for page in (first, as_typed):
        assert f"help-{public.number}" in page
        assert "<strong>关机</strong>" in page
        assert staff.number not in page


@pytest.mark.requirement("KNO-03")
def test_who_was_helped_by_an_article_sends_nothing_and_it_is_counted():
    article = an_article()
    browser = browser_of("林")

    answer = browser.post(f"/portal/articles/{article.number}/solved", follow=True)
    hidden = an_article("内部", visibility=Visibility.STAFF)

    assert answer.redirect_chain[-1][0] == "/portal/helped"
    assert Avoided.objects.filter(article=article).count() == 1
    assert browser.post(f"/portal/articles/{hidden.number}/solved").status_code == 404


def a_field(kind: FieldType) -> FormField:
    return FormField(type=kind, key="x", options=[{"value": "a", "zh": "甲", "en": "A"}])


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (FieldType.NUMBER, "1,200", 1200),
        (FieldType.NUMBER, "2.5", 2.5),
        (FieldType.BOOL, "no", False),
        (FieldType.DATE, "2026-11-21", "2026-11-21"),
        (FieldType.CHOICE, "a", "a"),
        (FieldType.TEXT, "M428", "M428"),
    ],
)
def test_an_answer_is_kept_as_what_it_is(kind, given, kept):
    assert value_of(a_field(kind), given) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (FieldType.NUMBER, "many"),
        (FieldType.NUMBER, "NaN"),
        (FieldType.NUMBER, "-1"),
        (FieldType.BOOL, "maybe"),
        (FieldType.DATE, "2026-02-30"),
        (FieldType.DATE, "tomorrow"),
        (FieldType.CHOICE, "b"),
        (FieldType.TEXT, "x" * 501),
    ],
)
def test_an_answer_that_the_field_does_not_take_is_refused(kind, given):
    with pytest.raises(NotThat):
        value_of(a_field(kind), given)


def test_what_can_be_asked_for_is_found_by_name_by_pinyin_and_by_what_people_call_it():
    browser = browser_of("林", is_fragment=True)

    found = {
        words: "hardware.printer" in browser.get("/portal/ask", {"q": words}).content.decode()
        for words in ("打印", "dyj", "卡纸", "咖啡")
    }

    assert found == {"打印": True, "dyj": True, "卡纸": True, "咖啡": False}


def test_sending_a_form_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    browser = browser_of("林")
    browser.post(FORM, typed())
    for _ in range(20):
        a_ticket()

    with django_assert_max_num_queries(22):
        browser.post(FORM, typed())


def ask_for_a_code_when(symptom: str) -> None:
    """Let the form ask for a code, once the device answers so."""
    FormField.objects.create(
        category=a_category(),
        key="code",
        label_zh="代码",
        position=9,
        is_required=True,
        shown_when={"field": "device", "is": "equals", "value": symptom},
    )


@pytest.mark.requirement("TRI-01")
def test_what_does_not_matter_is_neither_asked_for_nor_kept():
    ask_for_a_code_when("M428")

    browser_of("林").post(FORM, typed(**{"answer-device": "X1", "answer-code": "13.20"}))

    assert Ticket.objects.get().answers == {"device": "X1"}


@pytest.mark.requirement("TRI-01")
def test_what_is_shown_by_an_answer_is_required_with_it():
    ask_for_a_code_when("M428")

    answer = browser_of("林").post(FORM, typed(**{"answer-device": "M428"}))

    assert answer.status_code == 422
    assert 'id="e-answer-code"' in answer.content.decode()
    assert not Ticket.objects.exists()


@pytest.mark.requirement("TRI-01")
def test_without_a_script_every_field_that_could_matter_is_there():
    ask_for_a_code_when("M428")

    assert 'name="answer-code"' in browser_of("林").get(FORM).content.decode()
