"""What pages show: what people typed is shown and never obeyed, and nobody reads what is not for him or her."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, F, Field, Model, TextField, Value
from django.db.models.functions import Concat, Left
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bihuan.flow.intake.drains import receive_next
from bihuan.flow.intake.tests.cast import Reader, mail
from bihuan.ground.channels.models import ChannelKind, InboundMessage, Mailbox
from bihuan.ground.people.models import Person
from bihuan.kit.events.models import Event
from bihuan.tickets.models import Entry, EntryKind, file_ticket
from tests.security.company import Company, signed
from tests.security.doors import all_doors
from tests.security.visiting import Visitor

pytestmark = pytest.mark.django_db

MARK = '"><img src=x1 onerror=x1>'
OBEYED = "<img src=x1"
# Columns in which people's own words stand; the others hold words of ours, and the database takes no others.
TYPED = frozenset(
    re.findall(
        r"\w+",
        """name name_zh name_en label_zh label_en text_zh text_en hint_zh hint_en title text quoted html body description
        reason present_state untried_because cause solution verification knowledge_why words subject problem location
        phone mobile keywords sent_back_why note""",
    )
)
INNER, BY_A_MACHINE = "这台机器下周报废", "您的验证码是481516"
HEARD, HOP = "换了搓纸轮还是卡", "from relay.inside.example by mx.inside.example"
SECRET = "the-password-of-the-mailbox"
# Sorting and filtering as nobody but an attacker asks for it.
ODD_QUERY = (
    "&".join(
        f"{name}={value}"
        for name in (
            "sort",
            "order",
            "o",
            "order_by",
            "by",
            "state",
            "team",
            "category",
            "handler",
            "person",
            "period",
            "part",
        )
        for value in ("person__password", "-person__password", "'--")
    )
    + "&person__password__startswith=a&page=-1&after=x&before=x&cursor=x&from=x&to=x&age=x&q='%20OR%201=1&address='"
)

BY_PASSWORD = re.compile(r'"password"(?:::text)?\s*(?:LIKE|=|<|>|IN\b|ASC|DESC)', re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    route: str
    reader: str
    words: str


@pytest.fixture(scope="module")
def pages(company: Company, visitors: list[Visitor]) -> list[Page]:
    """Return every page that anybody may open, of a company in which every typed text bears the mark."""
    lin, wu = company.people["林"], company.people["吴"]
    Entry.note(company.ticket, text=BY_A_MACHINE, stamp=signed(wu), kind=EntryKind.AUTOMATIC)
    file_ticket(person=lin, channel="portal", title="另一件事", text="另一件事", stamp=signed(lin))
    _hear_again_from(lin, company.ticket.number)
    box = Mailbox.objects.get()
    box.set_password(SECRET)
    box.save()
    for model in apps.get_models():
        if model.__module__.startswith("bihuan.") and not issubclass(model, Event):
            _mark(model)
    got = [
        (door.route, visitor.name, visitor.opens(company.address(door)))
        for visitor in visitors
        for door in all_doors()
    ]
    return [
        Page(route, reader, answer.content.decode(errors="replace"))
        for route, reader, answer in got
        if answer.status_code == 200
    ]


def _hear_again_from(person: Person, number: str) -> None:
    """Let a mail arrive on the ticket that says more in its headers than the person should read."""
    raw = mail(
        HEARD, sender=person.email, subject=f"[{number}] 又卡了", Bcc="hidden@yunhe.example", Received=HOP
    )
    InboundMessage.keep(raw, channel=ChannelKind.EMAIL, arrived_at=timezone.now())
    while InboundMessage.objects.waiting().exists():
        receive_next(Reader, timezone.now())


def _mark(model: type[Model]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, CharField | TextField) and field.name in TYPED:
            room = (field.max_length or 10_000) - len(MARK)
            if room > 0:
                model._default_manager.update(**{field.name: _marked(field, room)})


def _marked(field: Field[str, str], room: int) -> Concat:
    return Concat(
        Left(F(field.name), room), Value(MARK), output_field=type(field)(max_length=field.max_length)
    )


def test_many_pages_were_opened_and_the_mark_was_among_their_words(pages: list[Page]) -> None:
    assert {page.reader for page in pages} >= {"a stranger", "林", "陈", "赵", "周"}
    assert sum("x1" in page.words for page in pages) > 50


@pytest.mark.requirement("SEC-011")
def test_what_people_typed_is_shown_and_never_obeyed(pages: list[Page]) -> None:
    assert {page.route for page in pages if OBEYED in page.words} == set()


@pytest.mark.requirement("SEC-062")
def test_no_inner_note_is_read_by_who_asks(pages: list[Page]) -> None:
    readers = {page.reader for page in pages if INNER in page.words}

    assert "陈" in readers
    assert readers.isdisjoint({"a stranger", "林", "路人", "周"})


@pytest.mark.requirement("SEC-024")
def test_what_a_machine_sent_is_read_by_agents_alone(pages: list[Page]) -> None:
    readers = {page.reader for page in pages if BY_A_MACHINE in page.words}

    assert readers.isdisjoint({"a stranger", "林", "路人", "周"})


@pytest.mark.requirement("SEC-058")
def test_nobody_reads_a_word_of_others_tickets(pages: list[Page], company: Company) -> None:
    by_link = {"solved/<str:token>", "rate/<str:token>"}
    told = [page for page in pages if company.ticket.number in page.words and page.route not in by_link]

    readers = {page.reader for page in told}

    assert "林" in readers
    assert readers.isdisjoint({"a stranger", "路人"})


@pytest.mark.requirement("SEC-059")
def test_the_person_reads_the_words_of_a_mail_and_none_of_its_headers(pages: list[Page]) -> None:
    by_lin = [page for page in pages if page.reader == "林"]

    assert any(HEARD in page.words for page in by_lin)
    assert [page.route for page in by_lin if "relay.inside" in page.words or "hidden@" in page.words] == []


@pytest.mark.requirement("SEC-057", "SEC-075")
def test_no_secret_stands_on_any_page(pages: list[Page], company: Company) -> None:
    box = Mailbox.objects.get()
    secrets = {SECRET, box.sealed_password, *(person.password for person in company.people.values())} - {""}

    assert {page.route for page in pages if any(secret in page.words for secret in secrets)} == set()


@pytest.mark.requirement("SEC-002", "SEC-063")
def test_no_parameter_sorts_or_filters_by_a_column_of_ones_own_choice(
    company: Company, visitors: list[Visitor]
) -> None:
    broken, asked = {}, []
    for visitor in visitors:
        for door in all_doors():
            connection.queries_log.clear()  # it holds 9,000, and of all doors there are more
            with CaptureQueriesContext(connection) as queries:
                answer = visitor.opens(f"{company.address(door)}?{ODD_QUERY}")
            asked += [query["sql"] for query in queries]
            if answer.status_code >= 500 and door.name != "health":
                broken[door.route] = visitor.name

    assert broken == {}
    assert [sql for sql in asked if BY_PASSWORD.search(sql)] == []
