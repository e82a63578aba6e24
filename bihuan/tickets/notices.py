"""Who is told what about a ticket: agents by notices, the one who asked by letters."""

from __future__ import annotations

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from bihuan.ground.channels.models import Purpose
from bihuan.ground.notices.models import NoticeKind
from bihuan.ground.notices.telling import tell
from bihuan.ground.people.models import Person
from bihuan.kit.text import moments
from bihuan.tickets.events import Answered, AskedAgain, Confirmed, Nudged, Reopened, Replied, Solved
from bihuan.tickets.letters import press, worded, write_letter
from bihuan.tickets.models import Confirmation, Entry, Resolution, Ticket, TicketEvent
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


def send_reply(event: TicketEvent, said: Replied) -> None:
    """Send what the agent wrote, with its files."""
    entry = Entry.objects.prefetch_related("enclosures__file").get(pk=said.entry)
    files = [enclosure.file for enclosure in entry.enclosures.all()]
    letter = write_letter(event.ticket, Purpose.REPLY, entry.text, event.stamp, files=files)
    if letter:
        Entry.objects.filter(pk=entry.pk).update(sent_as=letter)


def ask_whether_solved(event: TicketEvent, said: Solved) -> None:
    """Put the question with a link whose page has two buttons; the link alone changes nothing."""
    resolution = Resolution.objects.get(pk=said.resolution)
    resolution.ticket = event.ticket
    _asked, token = Confirmation.ask(resolution, event.stamp)
    _write_question(event, "is_it_solved", resolution, token)


def ask_again(event: TicketEvent, said: AskedAgain) -> None:
    """Remind the person, with a new link, and say what follows from silence."""
    asked = Confirmation.objects.select_related("resolution").get(pk=said.confirmation)
    language = event.ticket.language
    on = moments.day(silent_until(event.at).astimezone(get_default_timezone()).date(), language)
    with override(language):
        promise = _("Without a word from you we take it as solved on %(on)s.") % {"on": on}
    _write_question(event, "is_it_solved_again", asked.resolution, asked.new_link(), promise=promise)


def _write_question(event: TicketEvent, code: str, resolution: Resolution, token: str, **values: str) -> None:
    with override(event.ticket.language):
        done = _("**What was done:** %(solution)s") % {"solution": resolution.solution}
        ask = press(_("Solved, or not yet?"), f"/solved/{token}")
    text = "\n\n".join([worded(code, event.ticket, **values), done, ask])
    write_letter(event.ticket, Purpose.CONFIRM, text, event.stamp)


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
