"""A small company with one of each thing that an address can name, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from bihuan.front.api.models import ApiToken, Scope
from bihuan.front.ops.deliver import deliver
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import ChannelKind, InboundMessage, Mailbox, OutboundMessage, OutboundState
from bihuan.ground.notices.models import Notice, NoticeKind
from bihuan.ground.people.models import Grant, Membership, Person, Team
from bihuan.ground.people.rights import Right, Role
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.files.models import File
from bihuan.practices.knowledge.models import Article
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.models import (
    Confirmation,
    Enclosed,
    Entry,
    Escalation,
    Resolution,
    Ticket,
    claim,
    file_ticket,
)
from tests.security.doors import Blank, Door

# Whom the matrix asks: their names, roles and teams. 林 filed the ticket, which is with the desktop team now.
PEOPLE: dict[str, tuple[tuple[Role, ...], str]] = {
    "林": ((), ""),
    "路人": ((), ""),
    "陈": ((Role.FIRST_LINE,), "desk"),
    "吴": ((Role.SECOND_LINE,), "desktop"),
    "王": ((Role.TEAM_LEAD,), "desktop"),
    "郑": ((Role.PROCESS_MANAGER,), ""),
    "赵": ((Role.MANAGEMENT,), ""),
    "周": ((Role.ADMINISTRATOR,), ""),
}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
# Where the word before a part of an address does not tell what it names: a name for the eye alone, a digest.
FREE_NAMES = frozenset({"name", "rest", "uidb36"})

Sees = Callable[[Person], bool]


def everybody(person: Person) -> bool:
    return True


def nobody(person: Person) -> bool:
    return False


@dataclass(frozen=True)
class Example:
    """Something that stands in an address; `unknown` names nothing, and is empty where any name will do."""

    value: str
    sees: Sees = everybody
    unknown: str = "no-such-thing"

    def unknown_as(self, kind: str) -> str:
        return "999999999" if kind == "int" else self.unknown


FREE = Example("1", unknown="")


@dataclass(frozen=True)
class Company:
    people: dict[str, Person]
    ticket: Ticket
    file: File
    examples: dict[str, Example]

    def knows(self, blank: Blank) -> bool:
        return blank.name in FREE_NAMES or blank.after in self.examples

    def example(self, blank: Blank) -> Example:
        """Return what to fill a part of an address with; what no example is known of is visible to nobody."""
        if blank.name in FREE_NAMES:
            return FREE
        return self.examples.get(blank.after, Example("0" if blank.kind == "int" else "none", nobody))

    def address(self, door: Door) -> str:
        return door.address(lambda blank: self.example(blank).value)


def settle() -> Company:
    """Write the company; with all rooms awake, as in life."""
    deliver()
    people = {name: _person(name, *told) for name, told in PEOPLE.items()}
    Mailbox.objects.create(address="it@yunhe.example", name_zh="服务台", name_en="Desk")
    ticket, file = _solved_ticket(people)
    return Company(people, ticket, file, _examples(people, ticket, file))


def signed(person: Person, minutes_ago: int = 0) -> Stamp:
    return Stamp(by=person, at=_ago(minutes_ago), via="web")


def _ago(minutes: int) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)


def _person(name: str, roles: tuple[Role, ...], team: str) -> Person:
    person = Person.objects.create(
        username=name, name=name, email=f"p{len(name)}{ord(name[0])}@yunhe.example", joined_at=_ago(9999)
    )
    Grant.objects.bulk_create(Grant(person=person, role=role, since=_ago(9999)) for role in roles)
    if team:
        Membership.objects.create(
            team=Team.objects.get(code=team), person=person, is_lead=Role.TEAM_LEAD in roles
        )
    return person


def _solved_ticket(people: dict[str, Person]) -> tuple[Ticket, File]:
    """File a ticket by mail, hand it to the experts, note something on it that 林 must not read, and solve it."""
    file = File.keep("截图.png", PNG, by=people["林"], at=_ago(60))
    ticket = file_ticket(
        person=people["林"],
        channel=ChannelKind.EMAIL,
        title="打印机卡纸",
        text="三楼的打印机一直卡纸。",
        files=[Enclosed(file)],
        stamp=signed(people["林"], 60),
        came={"html": "<p>三楼的打印机<script>alert(1)</script><b>一直</b>卡纸。</p>"},
    )
    claim(ticket, signed(people["陈"], 50))
    Entry.note(ticket, text="内部：这台机器下周报废。", stamp=signed(people["陈"], 45))
    Escalation.make(
        ticket,
        to_team=Team.objects.get(code="desktop"),
        reason="要拆机",
        untried_because="没有工具",
        stamp=signed(people["陈"], 40),
    )
    claim(ticket, signed(people["吴"], 30))
    Resolution.propose(ticket, solution="换了搓纸轮", stamp=signed(people["吴"], 20))
    return ticket, file


def _examples(people: dict[str, Person], ticket: Ticket, file: File) -> dict[str, Example]:
    """Return what may follow each word of an address."""
    article = Article.write(
        texts={"zh-hans": ("清除卡纸", "打开后盖。")},
        stamp=signed(people["陈"]),
        state="published",
        visibility="public",
    )
    notice = Notice.tell(people["林"], NoticeKind.CONFIRMED, title="一句话", path="/portal", at=_ago(1))
    letter = OutboundMessage.objects.earliest("pk")
    letter.note_sent(_ago(1), OutboundState.KEPT)  # one that has left is read by those who may read tickets
    survey = Survey.send(ticket, signed(people["吴"]))
    entry, escalation = ticket.entries.earliest("pk"), ticket.escalations.get()
    message, _ = InboundMessage.keep(
        b"From: x@y.example\r\n\r\nx", channel=ChannelKind.EMAIL, arrived_at=_ago(1)
    )
    on_ticket = _sees(Ticket.objects, ticket.pk)
    token, _secret = ApiToken.make(
        name="报表", scopes=[Scope.TICKETS_READ], lives=timedelta(days=1), stamp=signed(people["林"])
    )
    return {
        "tickets": Example(ticket.number, on_ticket),
        "escalations": Example(str(escalation.pk), on_ticket),
        "entries": Example(str(entry.pk), lambda p: Entry.objects.visible_to(p).filter(pk=entry.pk).exists()),
        "files": Example(file.key, on_ticket),
        "library": Example(article.number, _sees(Article.objects, article.pk)),
        "knowledge": Example(article.number, _sees(Article.objects, article.pk)),
        "articles": Example(article.number, _sees(Article.objects, article.pk)),
        "notices": Example(str(notice.pk), lambda p: p.pk == notice.to_id),
        "ask": Example(Category.objects.leaves().first().code),
        "categories": Example(Category.objects.leaves().first().code),
        "versions": Example("1"),
        "queues": Example("mine"),
        "figures": Example("filed"),
        "ui": Example("queue"),
        "solved": Example(Confirmation.objects.get(ticket=ticket).new_link()),
        "rate": Example(survey),
        "messages": Example(str(message.pk)),
        "letters": Example(str(letter.pk)),
        "mailboxes": Example(str(Mailbox.objects.get().pk)),
        "boxes": Example("failed"),
        "people": Example(people["林"].username),
        "tokens": Example(str(token.pk), lambda p: p.pk == token.person_id or p.may(Right.ADMINISTER)),
        "asking": Example("escalate"),
        "key": Example("abc-0123"),
    }


def _sees(things: object, pk: int) -> Sees:
    return lambda person: things.visible_to(person).filter(pk=pk).exists()
