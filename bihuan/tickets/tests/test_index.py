import pytest

from bihuan.ground.search.finding import find
from bihuan.ground.search.models import SearchDoc
from bihuan.tickets.models import Entry, Resolution
from bihuan.tickets.tests.cast import a_ticket, assigned, person, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CLS-05")]


def found(words: str, who: str = "陈") -> list[str]:
    return [doc.number for doc in find(SearchDoc.objects.all().visible_to(person(who)), words).docs]


@pytest.fixture
def ticket():
    """Return a ticket with words of its own in each of its places."""
    ticket = assigned(a_ticket(title="打印机卡纸", text="一直闪红灯", answers={"device": "LaserJet-M428"}))
    Entry.answer(ticket, text="又听见异响", stamp=stamp("09:10", by="林"))
    Entry.reply(ticket, text="请清洁搓纸轮", stamp=stamp("09:20"))
    Entry.note(ticket, text="此人态度恶劣", stamp=stamp("09:30"))
    Resolution.propose(ticket, solution="更换硒鼓", cause="误操作所致", stamp=stamp("10:00"))
    ticket.amend(happened_at=stamp("08:00").at, stamp=stamp("10:05"))
    return ticket


@pytest.mark.parametrize("words", ["打印机卡纸", "红灯", "m428", "异响", "搓纸轮", "硒鼓", "林"])
def test_a_ticket_is_found_by_what_was_said_on_it_and_by_whom(ticket, words):
    assert found(words) == found(words, "林") == [ticket.number]


def test_a_ticket_is_found_by_its_number(ticket):
    assert found(ticket.number) == [ticket.number]


@pytest.mark.requirement("SEC-062")
@pytest.mark.parametrize("words", ["态度恶劣", "误操作"])
def test_what_is_for_agents_eyes_is_not_found_and_so_never_shown_to_the_person(ticket, words):
    assert found(words, "林") == []
    assert "恶劣" not in SearchDoc.objects.get().body


@pytest.mark.requirement("SEC-050", "SEC-058")
@pytest.mark.parametrize("who", ["路人", "周"])
def test_nobody_finds_anothers_ticket(ticket, who):
    assert found(ticket.number, who) == found("硒鼓", who) == []
