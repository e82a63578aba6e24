"""A small company with one of each thing that an address can name, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from bihuan.flow.sla.models import Policy
from bihuan.flow.triage.models import PriorityRule, scheme_in_force
from bihuan.front.api.models import ApiToken, Scope
from bihuan.front.hooks.models import TRIAL, Delivery, Hook
from bihuan.front.ops.deliver import deliver
from bihuan.front.planning.simulation.models import WhatIf
from bihuan.ground.calendars.models import Calendar, CalendarDay, Region, RegionYear, YearDraft
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import (
    AlertSource,
    ChannelKind,
    Chat,
    ChatConnection,
    InboundMessage,
    Mailbox,
    OutboundMessage,
    OutboundState,
    SourceKind,
)
from bihuan.ground.duty.models import Absence, LeaveRequest, Pattern, Rota, ShiftNote, Swap
from bihuan.ground.duty.rota import Kind
from bihuan.ground.notices.models import Notice, NoticeKind
from bihuan.ground.people.models import Grant, Membership, Person, Team
from bihuan.ground.people.rights import Right, Role
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.files.models import File
from bihuan.practices.knowledge.models import Article
from bihuan.practices.majors.models import Major, the_plan
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.models import (
    Confirmation,
    Enclosed,
    Entry,
    Escalation,
    Question,
    Resolution,
    Task,
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
    task = _task(people)
    what_if = WhatIf.ask(
        team=task.team, month=_ago(0).date().replace(day=1), change={"limit": 2}, stamp=signed(people["王"])
    )
    token, _secret = ApiToken.make(
        name="报表", scopes=[Scope.TICKETS_READ], lives=timedelta(days=1), stamp=signed(people["林"])
    )
    hook = Hook.objects.create(name="OA", url="https://oa.example/desk", kinds=["ticket.filed"], token=token)
    hook.new_secret()
    YearDraft.objects.create(year=RegionYear.objects.get(year=2026), days=[], made_at=_ago(1))
    own_day = CalendarDay.objects.create(calendar=Calendar.objects.earliest("pk"), on="2026-12-28")
    turn, absence, asked, swap, note = _roster(people)
    question = Question.objects.create(ticket=ticket, key="device", label="型号", asked_at=_ago(44))
    tool, _its_secret = AlertSource.set_up(
        name="机房监控", kind=SourceKind.GENERIC, language="zh-hans", at=_ago(9)
    )
    return {
        "sources": Example(str(tool.pk)),
        "alerts": Example(tool.slug),
        "calendars": Example(str(own_day.calendar_id)),
        "days": Example(str(own_day.pk)),
        "regions": Example(str(Region.objects.get().pk)),
        "years": Example("2026"),
        "tickets": Example(ticket.number, on_ticket),
        "escalations": Example(str(escalation.pk), on_ticket),
        "entries": Example(str(entry.pk), lambda p: Entry.objects.visible_to(p).filter(pk=entry.pk).exists()),
        "files": Example(file.key, on_ticket),
        "library": Example(article.number, _sees(Article.objects, article.pk)),
        "knowledge": Example(article.number, _sees(Article.objects, article.pk)),
        "articles": Example(article.number, _sees(Article.objects, article.pk)),
        "notices": Example(str(notice.pk), lambda p: p.pk == notice.to_id),
        "answers": Example(str(question.pk), on_ticket),
        "replies": Example("out_of_scope"),
        "ask": Example(Category.objects.leaves().first().code),
        "categories": Example(Category.objects.leaves().first().code),
        "versions": Example("1"),
        "schemes": Example(scheme_in_force().code),
        "rules": Example(str(PriorityRule.objects.create(position=1, category=ticket.category).pk)),
        "queues": Example("mine"),
        "teams": Example("desk"),
        "turns": Example(str(turn.pk)),
        "patterns": Example(Pattern.objects.earliest("pk").code),
        "leave": Example(str(absence.pk)),
        "asked": Example(str(asked.pk), lambda p: p.may(Right.PLAN_DUTY)),
        "swaps": Example(
            str(swap.pk), lambda p: p.pk in (swap.giver_id, swap.taker_id) or p.may(Right.PLAN_DUTY)
        ),
        "notes": Example(str(note.pk), lambda p: note.team_id in p.team_ids),
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
        "majors": Example(str(_major(ticket, people).pk), on_ticket),
        "asking": Example("escalate"),
        "tasks": Example(str(task.pk), _sees(Task.objects, task.pk)),
        "clocks": Example(str(ticket.clocks.earliest("pk").pk), on_ticket),
        "policies": Example(str(Policy.objects.get().pk)),
        "whatif": Example(str(what_if.pk), _sees(WhatIf.objects, what_if.pk)),
        "key": Example("abc-0123"),
        "new": Example("feishu"),
        "hooks": Example(str(hook.pk)),
        "deliveries": Example(str(Delivery.put(hook, TRIAL, _ago(1)).pk)),
        "chats": Example(str(_chat_connection().pk)),
        **{platform: Example(_chat_door(platform)) for platform in Chat},
    }


def _chat_connection() -> ChatConnection:
    return ChatConnection.objects.create(platform=Chat.WECOM, name="企业微信", door=ChatConnection.new_door())


def _chat_door(platform: str) -> str:
    """Return the door of a connection that has no secrets yet, so that nobody's call is genuine."""
    return ChatConnection.objects.create(
        platform=platform, name=platform, door=ChatConnection.new_door()
    ).door


def _task(people: dict[str, Person]) -> Task:
    """Return a task of another ticket of 林, which the desktop team is to do."""
    ticket = file_ticket(
        person=people["林"],
        channel=ChannelKind.PORTAL,
        title="换座位",
        text="周五搬到四楼。",
        stamp=signed(people["林"], 15),
    )
    return Task.give(
        ticket,
        what="搬电脑",
        team=Team.objects.get(code="desktop"),
        contact=people["王"],
        due_at=_ago(-600),
        stamp=signed(people["陈"], 10),
    )


def _roster(people: dict[str, Person]) -> tuple[Rota, Absence, LeaveRequest, Swap, ShiftNote]:
    """Return one of each thing that a roster is made of."""
    desk, chen = Team.objects.get(code="desk"), people["陈"]
    turn = Rota.objects.create(
        team=desk,
        person=chen,
        calendar=Calendar.objects.first(),
        weekdays=[0, 1, 2, 3, 4],
        begins_at="08:00",
        ends_at="16:30",
    )
    ahead = timezone.now() + timedelta(days=9)
    absence = Absence.note(chen, ahead, ahead + timedelta(days=1))
    asked = LeaveRequest.ask(ahead + timedelta(days=3), ahead + timedelta(days=4), "", signed(chen))
    swap = Swap.ask(desk, people["吴"], Kind.SHIFT, ahead.date(), signed(chen))
    note = ShiftNote.objects.create(team=desk, by=chen, text="三楼在等备件", at=_ago(5))
    return turn, absence, asked, swap, note


def _major(ticket: Ticket, people: dict[str, Person]) -> Major:
    """Return a time at which the ticket was of level 1, though it is over."""
    plan = the_plan()
    assert plan is not None
    return Major.open(ticket, plan, signed(people["陈"], 25))


def _sees(things: object, pk: int) -> Sees:
    return lambda person: things.visible_to(person).filter(pk=pk).exists()
