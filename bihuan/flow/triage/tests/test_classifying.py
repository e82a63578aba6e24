import pytest
from django.test import Client
from django.urls import reverse

from bihuan.flow.triage import delivering
from bihuan.flow.triage.classifying import OverrideWithoutReason, classify_by_hand
from bihuan.flow.triage.models import HintWord, MatrixCell, Suggestion
from bihuan.flow.triage.tests.cast import a_small_desk, filed
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.tests.cast import person, stamp
from bihuan.tickets.models import Duplicate, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.urls("bihuan.flow.triage.urls")]


@pytest.fixture(autouse=True)
def desk(db):
    a_small_desk()


def category(code: str) -> Category:
    return Category.objects.get(code=code)


def by_hand(
    ticket: Ticket, code: str = "hardware.printer", impact: int = 3, urgency: int = 2, **more
) -> None:
    why = more.pop("why", "")
    said = {"category": category(code), "impact": impact, "urgency": urgency, "priority": None}
    classify_by_hand(ticket, **said | more, stamp=stamp("10:00").because(why))


@pytest.mark.requirement("TRI-06")
def test_a_fault_that_more_people_report_matters_more_and_the_history_says_why():
    parent, *others = [filed("三楼打印机卡纸") for _ in range(3)]
    for other, name in zip(others, ("赵", "周"), strict=True):
        Ticket.objects.filter(pk=other.pk).update(person=person(name))
        Duplicate.join(other, parent, stamp("10:00"))

    parent.refresh_from_db()

    assert (parent.impact, parent.priority) == (2, 2)
    event = parent.history.filter(kind="ticket.classified").order_by("pk").last()
    assert (event.by, event.via) == (None, "duplicates")


@pytest.mark.requirement("TRI-02")
def test_a_new_ticket_is_classified_by_its_words_and_says_by_which():
    ticket = filed("三楼打印机卡纸", "打不出来，紧急")

    event = ticket.history.get(kind="ticket.classified")
    assert ticket.category.code == "hardware.printer"
    assert ticket.suggestion.category == ticket.category
    assert event.said.words == ["打不出来", "打印机", "卡纸", "紧急"]
    assert ticket.suggestion.words == ["打不出来", "打印机", "卡纸"]
    assert ticket.suggestion.urgency_words == ["紧急"]
    assert (event.by, event.via) == (None, "triage")


@pytest.mark.requirement("TRI-03")
@pytest.mark.parametrize(
    ("text", "impact", "urgency", "priority"),
    [
        ("打印机卡纸", 3, 2, 3),
        ("打印机卡纸，紧急，客户在等", 3, 1, 2),
        ("打印机卡纸，不急，有空再看", 3, 3, 4),
        ("整个部门都打不出来", 2, 2, 2),
        ("全公司打印机都停了，紧急", 1, 1, 1),
        ("printer jam, urgent", 3, 1, 2),
        ("The whole department cannot print", 2, 2, 2),
    ],
)
def test_how_much_it_matters_is_told_by_its_words_too(text, impact, urgency, priority):
    ticket = filed(text)

    assert (ticket.impact, ticket.urgency, ticket.priority) == (impact, urgency, priority)


def test_what_no_word_speaks_for_waits_where_somebody_sorts_it():
    ticket = filed("您好", "在吗")

    assert ticket.category.code == Category.UNSORTED
    assert ticket.suggestion.category is None


@pytest.mark.requirement("TRI-02")
def test_what_the_person_chose_stands_and_the_words_are_kept_as_a_suggestion():
    ticket = filed("打印机卡纸", category=category("hardware.computer"))

    assert ticket.category.code == "hardware.computer"
    assert ticket.suggestion.category.code == "hardware.printer"
    assert ticket.history.get(kind="ticket.classified").said.words == []


@pytest.mark.requirement("TRI-03")
@pytest.mark.parametrize(
    ("chosen", "text", "urgency", "priority"),
    [(1, "打印机卡纸", 1, 2), (3, "打印机卡纸，紧急", 3, 4), (2, "打印机卡纸，紧急", 1, 2)],
)
def test_an_urgency_that_was_chosen_stands_and_the_priority_follows_it(chosen, text, urgency, priority):
    ticket = filed(text, urgency=chosen)

    assert (ticket.urgency, ticket.priority) == (urgency, priority)


@pytest.mark.requirement("TRI-03")
def test_an_impact_that_was_chosen_is_never_made_smaller_by_words():
    ticket = filed("就我一个人打不出来", impact=2)

    assert (ticket.impact, ticket.priority) == (2, 2)


def test_a_category_that_is_no_longer_offered_is_not_suggested():
    Category.objects.filter(code="hardware.printer").update(is_active=False)

    assert filed("打印机卡纸").category.code != "hardware.printer"


@pytest.mark.requirement("TRI-03")
def test_an_administrators_matrix_is_the_one_that_counts():
    MatrixCell.objects.filter(impact=3, urgency=2).update(priority=1)

    assert filed("打印机卡纸").priority == 1


def test_a_cell_that_was_removed_is_the_delivered_one():
    MatrixCell.objects.all().delete()

    assert filed("打印机卡纸").priority == 3


@pytest.mark.requirement("TRI-03")
def test_by_hand_the_matrix_gives_the_priority_and_the_history_says_what_was():
    ticket = filed("打印机卡纸")

    by_hand(ticket, impact=2, urgency=1)

    said = ticket.history.order_by("pk").last().said
    assert (ticket.impact, ticket.urgency, ticket.priority) == (2, 1, 1)
    assert (said.was["priority"], said.priority) == (3, 1)


@pytest.mark.requirement("TRI-03")
def test_another_priority_than_the_matrix_gives_takes_a_reason():
    ticket = filed("打印机卡纸")

    with pytest.raises(OverrideWithoutReason) as refused:
        by_hand(ticket, priority=1, why="  ")
    assert "“中”" in str(refused.value)
    assert ticket.priority == 3

    by_hand(ticket, priority=1, why="总经理的打印机")
    assert ticket.priority == 1
    assert ticket.history.order_by("pk").last().why == "总经理的打印机"


def test_the_same_priority_as_the_matrix_gives_is_no_override():
    ticket = filed("打印机卡纸")

    by_hand(ticket, priority=3)

    assert ticket.priority == 3


@pytest.mark.requirement("TRI-02")
@pytest.mark.parametrize(("code", "stood"), [("hardware.printer", True), ("hardware.computer", False)])
def test_a_suggestion_stands_or_falls_when_a_person_classifies(code, stood):
    ticket = filed("打印机卡纸")
    assert ticket.suggestion.stood is None

    by_hand(ticket, code)

    assert (Suggestion.objects.get().stood, Suggestion.objects.get().settled_at) == (stood, stamp("10:00").at)


@pytest.mark.requirement("TRI-02")
def test_it_does_so_once():
    ticket = filed("打印机卡纸")
    by_hand(ticket, "hardware.printer")

    by_hand(ticket, "hardware.computer")

    assert Suggestion.objects.get().stood is True


def test_where_nothing_was_suggested_nothing_is_judged():
    ticket = filed("您好", "在吗")

    by_hand(ticket)

    judged = Suggestion.objects.get()
    assert (judged.stood, judged.impact_stood, judged.urgency_stood) == (None, None, None)


@pytest.mark.requirement("TRI-02")
def test_category_impact_and_urgency_stand_or_fall_each_by_itself():
    ticket = filed("打印机卡纸", "全公司都打不出来，紧急")
    assert (ticket.impact, ticket.urgency) == (1, 1)

    category = Category.objects.get(code="hardware.printer")
    said = {"category": category, "impact": 2, "urgency": 1, "priority": None}
    classify_by_hand(ticket, **said, stamp=stamp("10:00"))

    judged = Suggestion.objects.get()
    assert (judged.stood, judged.impact_stood, judged.urgency_stood) == (True, False, True)


def browser(who: str = "陈") -> Client:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(person(who))
    return client


@pytest.mark.requirement("TRI-02")
def test_an_agent_confirms_a_suggestion_with_one_click():
    ticket = filed("打印机卡纸")

    answer = browser().post(reverse("ticket-suggestion", args=[ticket.number]))

    assert answer.status_code == 204
    assert Suggestion.objects.get().stood is True


@pytest.mark.requirement("TRI-03")
@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"category": "hardware.printer", "impact": "2", "urgency": "1"}, 204),
        ({"category": "hardware.printer", "impact": "2", "urgency": "1", "priority": "1"}, 204),
        ({"category": "hardware.printer", "impact": "2", "urgency": "1", "priority": "4"}, 422),
        (
            {"category": "hardware.printer", "impact": "2", "urgency": "1", "priority": "4", "why": "误报"},
            204,
        ),
        ({"category": "hardware", "impact": "2", "urgency": "1"}, 404),
        ({"category": "no.such", "impact": "2", "urgency": "1"}, 404),
        ({"category": "hardware.printer", "impact": "0", "urgency": "1"}, 422),
        ({"category": "hardware.printer", "impact": "2", "urgency": "4"}, 422),
        ({"category": "hardware.printer", "impact": "2", "urgency": "1", "priority": "5"}, 422),
        ({"category": "hardware.printer", "impact": "2"}, 422),
    ],
)
def test_the_door_takes_what_makes_sense(form, status):
    ticket = filed("打印机卡纸")

    answer = browser().post(reverse("ticket-classification", args=[ticket.number]), form)

    assert answer.status_code == status
    assert ticket.history.filter(kind="ticket.classified").count() == (2 if status == 204 else 1)


@pytest.mark.parametrize("who", ["林", "路人", "周", "赵"])
@pytest.mark.parametrize("name", ["ticket-classification", "ticket-suggestion"])
def test_who_works_no_tickets_finds_no_door(who, name):
    ticket = filed("打印机卡纸")

    assert browser(who).post(reverse(name, args=[ticket.number])).status_code == 404


def test_what_comes_with_the_product_comes_once_and_keeps_what_an_administrator_changed():
    MatrixCell.objects.filter(impact=3, urgency=3).update(priority=3)
    HintWord.objects.filter(word="紧急").delete()
    counts = MatrixCell.objects.count(), HintWord.objects.count()

    delivering.deliver()

    assert (MatrixCell.objects.count(), HintWord.objects.count()) == counts
    assert counts[0] == 3 * 9
    assert MatrixCell.objects.get(scheme__is_in_force=True, impact=3, urgency=3).priority == 3


def test_classifying_a_filed_ticket_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    ticket = filed("打印机卡纸")
    for n in range(30):
        Category.objects.create(
            code=f"x{n}", name_zh="x", name_en="x", team=ticket.category.team, keywords={"打印": 1}
        )

    with django_assert_max_num_queries(24):
        filed("打印机卡纸")
