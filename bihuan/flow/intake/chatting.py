"""Turn what somebody said in a chat into a ticket or a word on one, once."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from bihuan.flow.intake.cards import tell_where_they_stand
from bihuan.flow.intake.clicking import receive_click
from bihuan.flow.intake.models import Outcome
from bihuan.flow.intake.reception import storm_of, taken
from bihuan.flow.intake.senders import account_of
from bihuan.flow.intake.talk import GOES_ON_FOR, asks_where_it_stands, begins_anew, numbers_in, title_of
from bihuan.flow.intake.threading import ticket_about
from bihuan.ground.channels.chat.genuine import NotGenuine
from bihuan.ground.channels.chat.said import Said, SaidKind
from bihuan.ground.channels.email.reading.language import language_of
from bihuan.ground.channels.models import ChannelKind, InboundMessage, InboundState, OutboundMessage
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.text.thanks import is_only_thanks
from bihuan.tickets.lifecycle import OVER, HoldReason, State
from bihuan.tickets.models import Entry, Hold, Ticket, Warning, file_ticket, reopen

ASKED = "asked where things stand, and was told"
# What stands for what the desk cannot take in by chat.
INSTEAD_OF_WORDS = {
    SaidKind.PICTURE: gettext_noop("[a picture]"),
    SaidKind.FILE: gettext_noop("[a file]"),
    SaidKind.VOICE: gettext_noop("[a voice message]"),
    SaidKind.OTHER: gettext_noop("[something that is no text]"),
}


def receive_said(message: InboundMessage, stamp: Stamp) -> Ticket | None:
    """Make of a kept message what it is, in the transaction that holds it; None where nothing rightly comes of it."""
    connection = message.connection
    try:
        said = PLATFORMS[message.channel].read(bytes(message.raw))
    except (NotGenuine, ValueError):
        connection = None
    if connection is None:
        message.settle(InboundState.QUARANTINED, stamp.at, problem="unreadable")
        return None
    message.take_head(sender=said.account, subject=title_of(said.text), message_id=said.message_id)
    if why := said.ignore or ("" if said.account else "nobody to answer: no sender"):
        message.settle(InboundState.IGNORED, stamp.at, problem=why)
        return None
    language = language_of(said.text)
    account = account_of(connection, said.account, said.name, language=language, at=stamp.at)
    person = account.person
    signed = Stamp(by=person, at=message.arrived_at, via=message.channel)
    if said.kind == SaidKind.CLICK:
        return receive_click(message, said, signed)
    if asks_where_it_stands(said.text):
        tell_where_they_stand(account, signed)
        message.settle(InboundState.IGNORED, stamp.at, problem=ASKED)
        return None
    ticket = None if begins_anew(said.text) else _ticket_of(message, said, person)
    if ticket is None:
        return _file(message, said, person, signed)
    return _add(message, said, ticket, person, signed)


def _file(message: InboundMessage, said: Said, person: Person, stamp: Stamp) -> Ticket:
    language = person.language
    text = begins_anew(said.text) or _words(said, language)
    if storm := storm_of(person, message.channel, stamp):
        Entry.note(storm, text=text, stamp=stamp, message=message)
        return taken(message, storm, Outcome.GATHERED, stamp)
    ticket = file_ticket(
        person=person,
        channel=ChannelKind(message.channel),
        title=title_of(text),
        text=text,
        language=language,
        stamp=stamp,
        came={"message": message},
    )
    return taken(message, ticket, Outcome.FILED, stamp)


def _add(message: InboundMessage, said: Said, ticket: Ticket, person: Person, stamp: Stamp) -> Ticket:
    """Take a word of the one whose ticket it is; anybody else's is for agents to judge."""
    text = _words(said, ticket.language)
    if person.pk != ticket.person_id:
        Entry.note(ticket, text=text, stamp=stamp, message=message, warning=Warning.STRANGER)
        return taken(message, ticket, Outcome.NOTED, stamp)
    with ticket.in_hand():
        Entry.answer(ticket, text=text, stamp=stamp, message=message)
        if not ticket.is_open and not is_only_thanks(text):
            reopen(ticket, stamp.because(_("the person wrote again")))
    return taken(message, ticket, Outcome.ANSWERED, stamp)


def _words(said: Said, language: str) -> str:
    """Return what was said, or a word for what the desk cannot take in here."""
    if said.text.strip():
        return said.text.strip()
    with override(language):
        return _(INSTEAD_OF_WORDS.get(said.kind, INSTEAD_OF_WORDS[SaidKind.OTHER]))


def _ticket_of(message: InboundMessage, said: Said, person: Person) -> Ticket | None:
    """Return the ticket that somebody speaks of: what is answered to, then what is named, then what goes on."""
    return _answered(message, said) or _named(said.text, person) or _going_on(message, said.text, person)


def _answered(message: InboundMessage, said: Said) -> Ticket | None:
    if not said.answers:
        return None
    ours = OutboundMessage.objects.filter(connection=message.connection_id, remote_id=said.answers)
    if about := ours.values_list("about", flat=True).first():
        return ticket_about(about)
    theirs = InboundMessage.objects.filter(connection=message.connection_id, message_id=said.answers)
    return Ticket.objects.filter(receptions__message__in=theirs.values("pk")).order_by("-pk").first()


def _named(text: str, person: Person) -> Ticket | None:
    """Return the person's own ticket whose number stands in the text."""
    numbers = numbers_in(text)
    found = Ticket.objects.of(person).filter(number__in=numbers) if numbers else ()
    return min(found, key=lambda ticket: numbers.index(ticket.number), default=None)


def _going_on(message: InboundMessage, text: str, person: Person) -> Ticket | None:
    """Return the person's last ticket of this chat while it is talked about, or waits for the person's word.

    What is over is not taken up again by the next thing that somebody happens to write, unless that is thanks.
    """
    last = Ticket.objects.of(person).filter(channel=message.channel).order_by("-pk").first()
    if last is None or (last.state in OVER and not is_only_thanks(text)):
        return None
    spoken_at = last.entries.order_by("-pk").values_list("at", flat=True).first()
    if spoken_at and message.arrived_at - spoken_at <= GOES_ON_FOR:
        return last
    waits = Hold.objects.running().filter(ticket=last, reason=HoldReason.PERSON)
    return last if last.state == State.RESOLVED or waits.exists() else None
