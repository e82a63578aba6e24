"""The frame around every page: where one can go, who one is, what waits. All counts cost one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from bihuan.ground.calendars.models import Region
from bihuan.ground.notices.models import Notice
from bihuan.ground.people.models import DemoCompany, Person
from bihuan.ground.people.rights import Right, Role
from bihuan.kit.sql.counting import CappedCount
from bihuan.kit.sql.prepared import Asked, Prepared
from bihuan.kit.ui.shell import Bell, Destination, Group, Live, Reader, Reminder, Shell
from bihuan.tickets.hearing import EVERY_TICKET
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import Hold, Ticket
from bihuan.tickets.models.ticket import TicketQuerySet
from bihuan.tickets.queues import BY_SLUG, QUEUES, tickets_in

TONES = {"due": "bad", "unaccepted": "warn", "news": "warn"}
COUNTED = ("mine", "team", "unaccepted", "due", "news", "waiting", "to-close")
IN_BAR = ("mine", "team", "due")
HOLIDAYS_FROM = 11  # the month in which the next year's public holidays are announced
# The year until which the public holidays of every region are known that a calendar keeps.
SURE_UNTIL = (
    Region.objects.filter(calendars__isnull=False).order_by("confirmed_until").values("confirmed_until")[:1]
)
ROLE_NAMES = {
    Role.FIRST_LINE: gettext_noop("First line"),
    Role.SECOND_LINE: gettext_noop("Second line"),
    Role.TEAM_LEAD: gettext_noop("Team lead"),
    Role.PROCESS_MANAGER: gettext_noop("Process manager"),
    Role.MANAGEMENT: gettext_noop("Management"),
    Role.ADMINISTRATOR: gettext_noop("Administrator"),
}


def desk_shell(person: Person, now: datetime, here: str = "", waits: Asked | None = None) -> Shell:
    """Return the frame of a page for staff; `here` is a queue's slug or the name of another place.

    :param waits: `what_waits`, where the page has asked for it along with other things
    """
    counts = _counts(person, waits or what_waits(person, now))
    is_demo = bool(counts.pop("is_demo"))
    sure_until = counts.pop("sure_until", None)
    groups = [Group("", _queues(person, counts, here)), Group(_("Reference"), _reference(person, here))]
    groups.append(Group(pgettext("menu", "Management"), _management(person, here)))
    return Shell(
        groups=[group for group in groups if group.destinations],
        reader=Reader(person.name, role=role_names(person.roles)),
        bell=bell_of(person, counts["bell"]),
        rail_live=Live(f"{reverse('rail')}?here={here}", [EVERY_TICKET])
        if person.may(Right.SEE_TICKETS)
        else None,
        home=reverse("home"),
        search=reverse("search"),
        palette=reverse("palette") if person.may(Right.SEE_TICKETS) else "",
        actions=[place for group in groups for place in group.destinations],
        menu=[Destination(_("As a colleague sees it"), reverse("portal"), "user"), *_account(person)],
        language=reverse("set_language"),
        sign_out=reverse("account_logout"),
        banner=demo_banner(is_demo),
        reminder=_reminder_of_holidays(sure_until, now),
    )


def portal_shell(person: Person | None, now: datetime, here: str = "") -> Shell:
    """Return the frame of a page for a person who asks, or for a visitor who came by a link."""
    if person is None:
        return Shell(
            home=reverse("home"),
            language=reverse("set_language"),
            sign_in=reverse("account_login"),
            banner=demo_banner(DemoCompany.objects.exists()),
        )
    counts = _ask(person, {"asked_of_me": CappedCount(asked_of(person), cap=100)})
    desk = [Destination(_("To the desk"), reverse("home"), "layers")] if person.roles else []
    return Shell(
        groups=[Group("", _portal_places(here, counts["asked_of_me"]))],
        reader=Reader(person.name),
        bell=bell_of(person, counts["bell"]) if person.roles else None,  # others are told by mail
        home=reverse("portal"),
        search=reverse("portal-search"),
        menu=[*desk, *_account(person)],
        language=reverse("set_language"),
        sign_out=reverse("account_logout"),
        banner=demo_banner(bool(counts["is_demo"])),
    )


def bell_of(person: Person, unread: int) -> Bell:
    return Bell(reverse("notices"), unread, Live(reverse("bell"), [f"person:{person.pk}"]))


def unread_by(person: Person) -> CappedCount:
    """Return the question how much in the bell the person has not seen."""
    return CappedCount(Notice.objects.of(person).unseen(), cap=100)


def demo_banner(is_demo: bool) -> str:
    return _("A demo: the company is invented, and everybody knows the passwords.") if is_demo else ""


def _reminder_of_holidays(sure_until: int | None, now: datetime) -> Reminder | None:
    """Return the word, from November on, that the next year's public holidays are still to be confirmed."""
    here = now.astimezone(get_current_timezone())
    if sure_until is None or sure_until > here.year or here.month < HOLIDAYS_FROM:
        return None
    return Reminder(
        _("The public holidays of %(year)s are not confirmed yet.") % {"year": here.year + 1},
        _("Bring them in"),
        reverse("calendars"),
    )


def asked_of(person: Person) -> TicketQuerySet:
    """Return the person's own tickets on which the desk waits for a word: is it solved, or what it asked."""
    asking = Hold.objects.running().filter(ticket=OuterRef("pk"), reason=HoldReason.PERSON)
    is_asked = Q(state=State.RESOLVED) | Q(Exists(asking), state=State.WAITING)
    return Ticket.objects.visible_to(person).of(person).filter(is_asked)


def role_names(roles: Iterable[str]) -> str:
    return _(", ").join(_(ROLE_NAMES[role]) for role in Role if role in set(roles))


def what_waits(person: Person, now: datetime) -> Asked:
    """Ask how much waits in each queue and in the bell, each up to a thousand; and whether this is a demo."""
    teams = person.team_ids if person.may(Right.SEE_TICKETS) else []
    return _waiting.ask(person.roles, pk=person.pk, teams=teams, now=now)


def _counts(person: Person, waits: Asked) -> dict[str, int]:
    queues = COUNTED if person.may(Right.SEE_TICKETS) else ()
    sure = ["sure_until"] if person.may(Right.SET_RULES) else []
    return dict(zip(["bell", "is_demo", *sure, *queues], waits.rows[0], strict=True))


def _ask_what_waits(roles: frozenset[str], *, pk: int, teams: list[int], now: datetime) -> QuerySet[Any, Any]:
    person = Person.stand_in(pk, roles, teams)
    queues = COUNTED if person.may(Right.SEE_TICKETS) else ()
    waiting = {_named(slug): CappedCount(tickets_in(BY_SLUG[slug], person, now)) for slug in queues}
    sure = {"sure_until": Subquery(SURE_UNTIL)} if person.may(Right.SET_RULES) else {}
    return _asked(person, sure | waiting).values_list("bell", "is_demo", *sure, *waiting)


_waiting = Prepared(_ask_what_waits)


def _ask(person: Person, more: dict[str, CappedCount]) -> dict[str, int]:
    asked = _asked(person, more)
    counted: dict[str, int] = asked.values("bell", "is_demo", *more).get()
    return counted


def _asked(person: Person, more: Mapping[str, CappedCount | Subquery]) -> QuerySet[Person]:
    asked = {"bell": unread_by(person), "is_demo": Exists(DemoCompany.objects.all()), **more}
    return Person.objects.filter(pk=person.pk).annotate(**asked)


def _named(slug: str) -> str:
    return slug.replace("-", "_")


def _portal_places(here: str, asked_of_me: int) -> list[Destination]:
    return [
        Destination(_("Home"), reverse("portal"), "house", is_here=here == "home", is_in_bar=True),
        Destination(_("Ask"), reverse("portal-ask"), "plus", is_here=here == "ask", is_in_bar=True),
        Destination(
            _("My requests"),
            reverse("portal-tickets"),
            "ticket",
            count=asked_of_me,
            tone="bad",
            is_here=here == "tickets",
            is_in_bar=True,
        ),
        Destination(
            _("Help yourself"), reverse("library"), "book-open", is_here=here == "library", is_in_bar=True
        ),
    ]


def _queues(person: Person, counts: dict[str, int], here: str) -> list[Destination]:
    if not person.may(Right.SEE_TICKETS):
        return []
    return [
        Destination(
            str(queue.name),
            reverse("queue", args=[queue.slug]),
            queue.icon,
            count=counts.get(queue.slug, 0),
            tone=TONES.get(queue.slug, ""),
            is_here=queue.slug == here,
            is_in_bar=queue.slug in IN_BAR,
        )
        for queue in QUEUES
    ]


def _reference(person: Person, here: str) -> list[Destination]:
    places = []
    if person.may(Right.SEE_TICKETS):
        places.append(
            Destination(pgettext("place", "Tasks"), reverse("tasks"), "users", is_here=here == "tasks")
        )
        places.append(Destination(_("Knowledge"), reverse("library"), "book-open", is_here=here == "library"))
    if person.may(Right.WORK_TICKETS):
        shifts = reverse("my-shifts")
        places.append(Destination(_("My shifts"), shifts, "calendar", is_here=here == "my-shifts"))
    if person.may(Right.SEE_FIGURES):
        places.append(
            Destination(_("Figures"), reverse("figures"), "chart-column", is_here=here == "figures")
        )
    return places


def _management(person: Person, here: str) -> list[Destination]:
    in_bar = not person.may(Right.SEE_TICKETS)  # whoever has no queues has room for these
    places = [
        (Right.PLAN_DUTY, _("Planning"), "planning", "calendar-clock"),
        (Right.SEE_MAIL, _("Mail"), "mail", "mail"),
        (Right.ADMINISTER, _("Settings"), "settings", "settings"),
    ]
    return [
        Destination(label, reverse(name), shape, is_here=here == name, is_in_bar=in_bar)
        for right, label, name, shape in places
        if person.may(right)
    ]


def _account(person: Person) -> list[Destination]:
    told = [Destination(_("What I am told"), reverse("notice-preferences"), "bell")] if person.roles else []
    return [*told, Destination(_("Change password"), reverse("account_change_password"), "key-round")]
