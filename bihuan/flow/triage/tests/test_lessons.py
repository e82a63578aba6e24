"""What the desk learns from its own tickets, and what that does when the next one comes in."""

import pytest

from bihuan.flow.triage.classifying import classify_by_hand
from bihuan.flow.triage.lessons import earlier_tickets, learn_from_history
from bihuan.flow.triage.models import Learnt
from bihuan.flow.triage.tests.cast import a_small_desk, filed
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.tests.cast import at, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def desk(db):
    a_small_desk()


def judged(title: str, code: str) -> None:
    ticket = filed(title)
    category = Category.objects.get(code=code)
    said = {"category": category, "impact": 3, "urgency": 2, "priority": None}
    classify_by_hand(ticket, **said, stamp=stamp("10:00"))


def history() -> None:
    for n in range(6):
        judged(f"墨粉用完了 {n}", "hardware.printer")
        judged(f"风扇很响 {n}", "hardware.computer")


@pytest.mark.requirement("TRI-02")
def test_what_people_said_of_earlier_tickets_suggests_where_no_keyword_does():
    history()
    learn_from_history(at("02:40"))

    ticket = filed("墨粉又用完了")

    assert ticket.category.code == "hardware.printer"
    assert ticket.suggestion.others == ["hardware.computer"]
    assert "墨粉" in ticket.suggestion.words
    assert (ticket.suggestion.right, ticket.suggestion.alike) == (6, 6)


@pytest.mark.requirement("TRI-02")
def test_what_people_said_of_whom_it_hits_suggests_the_impact_of_the_next_one():
    history()
    for n in range(6):
        ticket = filed(f"会议室投屏断线 {n}")
        category = Category.objects.get(code="hardware.computer")
        said = {"category": category, "impact": 2, "urgency": 2, "priority": None}
        classify_by_hand(ticket, **said, stamp=stamp("10:00"))
    learn_from_history(at("02:40"))

    ticket = filed("会议室投屏又断线")

    assert ticket.impact == ticket.suggestion.impact == 2
    assert "投屏" in ticket.suggestion.impact_words
    assert (ticket.suggestion.impact_right, ticket.suggestion.impact_alike) == (6, 6)


@pytest.mark.requirement("TRI-02")
def test_only_tickets_that_a_person_judged_or_let_stand_teach():
    filed("墨粉用完了")
    judged("风扇很响", "hardware.computer")

    assert [example.category for example in earlier_tickets()] == ["hardware.computer"]


def test_tickets_of_a_retired_category_teach_nothing():
    history()
    Category.objects.filter(code="hardware.printer").update(is_active=False)

    assert {example.category for example in earlier_tickets()} == {"hardware.computer"}
    learn_from_history(at("02:40"))
    assert filed("墨粉又用完了").suggestion.category is None


def test_the_last_lesson_alone_is_kept():
    history()

    for _night in range(2):
        learn_from_history(at("02:40"))

    assert Learnt.objects.get().tickets == 12


def test_a_desk_without_a_history_learns_nothing_and_goes_by_keywords():
    learn_from_history(at("02:40"))

    assert filed("打印机卡纸").category.code == "hardware.printer"
