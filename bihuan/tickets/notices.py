"""Who is told what about a ticket: agents by notices, the one who asked by letters."""

from __future__ import annotations

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from bihuan.ground.channels.models import OutboundMessage, Purpose
from bihuan.ground.notices.models import NoticeKind
from bihuan.ground.notices.telling import tell
from bihuan.ground.people.models import Person
from bihuan.kit.sql import tray
from bihuan.kit.text import moments
from bihuan.tickets.events import (
    Answered,
    AskedAgain,
    Confirmed,
    Nudged,
    Reopened,
    Replied,
    Solved,
    TaskDone,
    TaskGiven,
    TaskPassedOn,
    TaskSlipped,
    TaskWaived,
)
from bihuan.tickets.letters import press, worded, write_letter
from bihuan.tickets.models import Confirmation, Entry, Outcome, Resolution, Task, Ticket, TicketEvent
from bihuan.tickets.silence import silent_until

TITLES = {
    NoticeKind.ANSWERED: gettext_noop("%(number)s has an answer: %(title)s"),
    NoticeKind.NUDGED: gettext_noop("%(number)s: the person asks how it goes: %(title)s"),
    NoticeKind.REOPENED: gettext_noop("%(number)s is not solved yet: %(title)s"),
    NoticeKind.CONFIRMED: gettext_noop("%(number)s is confirmed as solved: %(title)s"),
}


def tell_of_answer(event: TicketEvent, said: Answered) -> None:
    if event.ticket.handler:
        text = Entry.objects.values_list("text", flat=True).get(pk=said.entry)
        _tell(event, event.ticket.handler, NoticeKind.ANSWERED, text[:500])


def tell_of_nudge(event: TicketEvent, said: Nudged) -> None:
    for person in _responsible(event.ticket):
        _tell(event, person, NoticeKind.NUDGED)


def tell_of_reopening(event: TicketEvent, said: Reopened) -> None:
    for person in _responsible(event.ticket):
        _tell(event, person, NoticeKind.REOPENED, event.why)


def tell_of_confirmation(event: TicketEvent, said: Confirmed) -> None:
    if event.ticket.handler:
        _tell(event, event.ticket.handler, NoticeKind.CONFIRMED)


def tell_of_task(event: TicketEvent, said: TaskGiven | TaskPassedOn) -> None:
    """Tell who is to do it: the contact and the leads of the team, or the whole team where there is no contact."""
    task = _task(said.task)
    _tell_of_task(
        event,
        task,
        _doers(task),
        NoticeKind.TASK,
        gettext_noop("%(number)s: a task for %(team)s, due %(due)s"),
    )


def tell_of_its_end(event: TicketEvent, said: TaskDone | TaskWaived) -> None:
    """Tell the one who waits for it that it is done; those who were to do it that they need not."""
    task = _task(said.task)
    if task.outcome == Outcome.DONE:
        waits = _responsible(event.ticket)
        _tell_of_task(
            event, task, waits, NoticeKind.TASK, gettext_noop("%(number)s: %(team)s has done its task")
        )
    else:
        doers = _doers(task)
        _tell_of_task(
            event,
            task,
            doers,
            NoticeKind.TASK,
            gettext_noop("%(number)s: a task of %(team)s is no longer needed"),
        )


def tell_of_slip(event: TicketEvent, said: TaskSlipped) -> None:
    """Tell those who are to do it and the one who follows it up."""
    task = _task(said.task)
    told = [*_doers(task), *_responsible(event.ticket)]
    words = gettext_noop("%(number)s: a task of %(team)s was due %(due)s")
    _tell_of_task(event, task, told, NoticeKind.SLIPPED, words)


def _task(pk: int) -> Task:
    return Task.objects.select_related("team", "contact").get(pk=pk)


def _doers(task: Task) -> list[Person]:
    if task.contact is None:
        return list(task.team.members.filter(is_active=True))
    return [task.contact, *task.team.leads()]


def _tell_of_task(
    event: TicketEvent, task: Task, persons: list[Person], kind: NoticeKind, words: str
) -> None:
    """Tell each of them once, and not who did it."""
    for person in {one.pk: one for one in persons if one.pk != event.by_id}.values():
        with override(person.language):
            due = moments.full(task.due_at, person.language, get_default_timezone())
            said = {"number": event.ticket.number, "team": task.team.name, "due": due}
            title = _(words) % said
        path = f"/desk/tickets/{event.ticket.number}#p-tasks"
        tell(person, kind, title=title, text=task.what, path=path, at=event.at, about=event.topic)


def send_reply(event: TicketEvent, said: Replied) -> None:
    """Send what the agent wrote, with its files; not to who gets the same words on another ticket."""
    if said.told_on:
        return
    entry = Entry.objects.prefetch_related("enclosures__file").get(pk=said.entry)
    files = [enclosure.file for enclosure in entry.enclosures.all()]
    letter = write_letter(event.ticket, Purpose.REPLY, entry.text, event.stamp, files=files)
    if letter:
        tray.settle(OutboundMessage)
        Entry.objects.filter(pk=entry.pk).update(sent_as=letter)


def ask_whether_solved(event: TicketEvent, said: Solved) -> None:
    """Put the question with a link whose page has two buttons; the link alone changes nothing."""
    resolution = Resolution.objects.get(pk=said.resolution)
    resolution.ticket = event.ticket
    asked, token = Confirmation.ask(resolution, event.stamp)
    _write_question(event, "is_it_solved", asked, token)


def ask_again(event: TicketEvent, said: AskedAgain) -> None:
    """Remind the person, with a new link, and say what follows from silence."""
    asked = Confirmation.objects.select_related("resolution").get(pk=said.confirmation)
    language = event.ticket.language
    on = moments.day(silent_until(event.at).astimezone(get_default_timezone()).date(), language)
    with override(language):
        promise = _("Without a word from you we take it as solved on %(on)s.") % {"on": on}
    _write_question(event, "is_it_solved_again", asked, asked.new_link(), promise=promise)


def _write_question(event: TicketEvent, code: str, asked: Confirmation, token: str, **values: str) -> None:
    with override(event.ticket.language):
        done = _("**What was done:** %(solution)s") % {"solution": asked.resolution.solution}
        ask = press(_("Solved, or not yet?"), f"/solved/{token}")
        yes, no = _("It is solved"), _("Not solved yet")
    text = "\n\n".join([worded(code, event.ticket, **values), done, ask])
    buttons = ((yes, f"solved:{asked.pk}:yes"), (no, f"solved:{asked.pk}:no"))
    write_letter(event.ticket, Purpose.CONFIRM, text, event.stamp, buttons=buttons)


def _tell(event: TicketEvent, person: Person, kind: NoticeKind, text: str = "") -> None:
    ticket = event.ticket
    with override(person.language):
        title = _(TITLES[kind]) % {"number": ticket.number, "title": ticket.title}
    tell(
        person,
        kind,
        title=title,
        text=text,
        path=f"/desk/tickets/{ticket.number}",
        at=event.at,
        about=event.topic,
    )


def _responsible(ticket: Ticket) -> list[Person]:
    """Return the handler, or, while there is none, the leads of the team."""
    if ticket.handler:
        return [ticket.handler]
    return list(ticket.team.leads()) if ticket.team else []
