from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bihuan.ground.people.tests.cast import at
from bihuan.practices.knowledge import gaps
from bihuan.practices.knowledge.models import Article, Dismissal, GapKind, Missed, Outcome, Use, Vote
from bihuan.practices.knowledge.models import missed as missed_module
from bihuan.practices.knowledge.tests.cast import an_article
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Ticket
from bihuan.tickets.tests.cast import a_ticket, stamp

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 28)
BEFORE = at("08:00") - timedelta(days=1)


@pytest.mark.requirement("KNO-06")
def test_searches_without_a_hit_are_counted_by_folded_words_and_day_without_who_asked() -> None:
    for words in ("VPN　连不上", "vpn 连不上 ", "Vpn 连不上？"):
        Missed.note(words, MONDAY, is_near=False)
    Missed.note("vpn 连不上", MONDAY + timedelta(days=1), is_near=True)
    Missed.note("0x80070005", MONDAY, is_near=False)
    for words in ("x", "lin@yunhe.example", "13800001111", "？？"):
        Missed.note(words, MONDAY, is_near=False)

    assert list(Missed.objects.order_by("on", "words").values_list("words", "times")) == [
        ("0x80070005", 1),
        ("vpn 连不上", 3),
        ("vpn 连不上", 1),
    ]
    assert gaps.missed_words(MONDAY)[0].times == 4
    assert {field.name for field in Missed._meta.fields} == {"id", "words", "on", "times", "is_near"}


def test_a_day_keeps_so_many_different_words_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed_module, "MOST_A_DAY", 2)

    for words in ("甲乙", "丙丁", "戊己", "甲乙"):
        Missed.note(words, MONDAY, is_near=False)

    assert dict(Missed.objects.values_list("words", "times")) == {"甲乙": 2, "丙丁": 1}


@pytest.mark.requirement("KNO-06")
def test_a_category_solved_often_without_an_article_or_with_one_that_is_not_used_is_a_gap() -> None:
    tickets = [_solved(f"卡纸{n}") for n in range(gaps.OFTEN)]

    (bare,) = gaps.bare_categories(Ticket.objects.all(), BEFORE)
    article = an_article(category=tickets[0].category)
    (unused,) = gaps.bare_categories(Ticket.objects.all(), BEFORE)
    Use.note(article, tickets[0], stamp("10:00"))

    assert (bare.solved, bare.articles, bare.used) == (gaps.OFTEN, 0, 0)
    assert (unused.articles, unused.used) == (1, 0)
    assert gaps.bare_categories(Ticket.objects.all(), BEFORE) == []
    assert gaps.bare_categories(Ticket.objects.none(), BEFORE) == []


@pytest.mark.requirement("KNO-06")
def test_an_article_fails_that_did_not_help_as_often_as_it_did() -> None:
    article = an_article()
    Use.note(article, a_ticket(), stamp("09:00"), Outcome.FAILED)
    one = gaps.failing_articles(Article.objects.all(), BEFORE)
    Vote.cast(article, has_helped=False, stamp=stamp("09:10", by="林"))

    (found,) = gaps.failing_articles(Article.objects.all(), BEFORE)
    later = gaps.failing_articles(Article.objects.all(), stamp("12:00").at)

    assert (one, later) == ([], [])
    assert (found.failed, found.helped) == (2, 0)


def test_a_dismissed_gap_is_gone_until_it_is_brought_back() -> None:
    Missed.note("vpn", MONDAY, is_near=False)

    for _n in range(2):
        Dismissal.note(GapKind.WORDS, "vpn", stamp("09:00", by="陈"))
    gone = gaps.missed_words(MONDAY)
    Dismissal.take_back(GapKind.WORDS, "vpn")

    assert gone == []
    assert [gap.words for gap in gaps.missed_words(MONDAY)] == ["vpn"]


def _solved(title: str) -> Ticket:
    """Return a ticket that was solved on Monday at ten; how is told elsewhere."""
    ticket = a_ticket(title)
    moment: datetime = stamp("10:00").at
    Ticket.objects.filter(pk=ticket.pk).update(state=State.RESOLVED, resolved_at=moment)
    return ticket
