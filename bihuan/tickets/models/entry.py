from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, cast

from django.db import models
from django.db.models import Q

from bihuan.ground.channels.models import InboundMessage, OutboundMessage
from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.files.models import File
from bihuan.kit.sql import tray
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets.events import Answered, Noted, Replied
from bihuan.tickets.models.assignment import take_up
from bihuan.tickets.models.hold import Hold
from bihuan.tickets.models.ticket import Ticket


class EntryKind(StrEnum):
    ANSWER = "answer"  # what the person wrote
    REPLY = "reply"  # what an agent wrote to the person
    NOTE = "note"  # 内部备注: for agents only
    AUTOMATIC = "automatic"  # an out-of-office message or a bounce that came on this ticket


class Warning(StrEnum):
    """Why an entry should be read with care."""

    NONE = ""
    STRANGER = "stranger"  # not written by the one whose ticket it is, or nobody can say
    AUTOMATIC = "automatic"  # written by a machine, which must get no answer


PUBLIC = frozenset({EntryKind.ANSWER, EntryKind.REPLY})


@dataclass(frozen=True)
class Enclosed:
    """A file that came with an entry; `content_id` names it within the entry's HTML."""

    file: File
    content_id: str = ""
    is_inline: bool = False


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, person: Person) -> Self:
        """Keep what the person may read: agents everything, the one who asked what was said to him or her."""
        return self if person.is_agent else self.filter(kind__in=PUBLIC)


class Entry(models.Model):
    """A piece of a ticket's conversation."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    via = models.CharField(max_length=20)
    text = models.TextField()
    quoted = models.TextField(blank=True, help_text="what the text answered to, folded away")
    html = models.TextField(blank=True, help_text="as it came; cleaned before anybody sees it")
    warning = models.CharField(max_length=10, blank=True)
    message = models.ForeignKey(InboundMessage, models.SET_NULL, null=True, related_name="+")
    sent_as = models.ForeignKey(OutboundMessage, models.SET_NULL, null=True, related_name="+")
    came_with = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="passed_on",
        help_text="the reply on the parent ticket from which it was passed on",
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", EntryKind, name="entry_kind_known"),
            one_of("warning", Warning, name="entry_warning_known"),
            models.UniqueConstraint(
                fields=["message"], condition=Q(message__isnull=False), name="a_message_is_said_once"
            ),
            models.UniqueConstraint(
                fields=["came_with", "ticket"],
                condition=Q(came_with__isnull=False),
                name="a_reply_is_passed_on_once",
            ),
            models.CheckConstraint(
                condition=Q(came_with=None) | Q(kind=EntryKind.REPLY), name="replies_alone_are_passed_on"
            ),
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="entries_of_ticket")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def is_public(self) -> bool:
        return self.kind in PUBLIC

    @classmethod
    def open(
        cls, ticket: Ticket, *, text: str, stamp: Stamp, files: Iterable[Enclosed] = (), **came: object
    ) -> Entry:
        """Write the words with which a ticket is filed; part of filing it."""
        return cls._write(ticket, EntryKind.ANSWER, text, stamp, files, **came)

    @classmethod
    def answer(
        cls, ticket: Ticket, *, text: str, stamp: Stamp, files: Iterable[Enclosed] = (), **came: object
    ) -> Entry:
        """Take what the person wrote. If the ticket waited for it, it waits no longer."""
        with ticket.in_hand():
            entry = cls._write(ticket, EntryKind.ANSWER, text, stamp, files, **came)
            tray.settle(cls)
            ticket.news_since = ticket.news_since or stamp.at
            ticket.keep("news_since", stamp=stamp)
            ticket.record(Answered(entry=entry.pk), stamp)
            Hold.end_waiting_for_person(ticket, stamp)
        return entry

    @classmethod
    def reply(
        cls,
        ticket: Ticket,
        *,
        text: str,
        stamp: Stamp,
        files: Iterable[Enclosed] = (),
        came_with: Entry | None = None,
        told_on: str = "",
    ) -> Entry:
        """Write to the person; the first time is the first contact.

        :param came_with: the reply on the parent ticket that is passed on
        :param told_on: the number of another ticket on which the person gets it, so that it is not sent once more
        """
        with ticket.in_hand():
            take_up(ticket, stamp)
            ticket.first_contact_at = ticket.first_contact_at or stamp.at
            ticket.news_since = None
            ticket.keep("first_contact_at", "news_since", stamp=stamp)
            entry = cls._write(ticket, EntryKind.REPLY, text, stamp, files, came_with=came_with)
            tray.settle(cls)
            parent = came_with.ticket.number if came_with else ""
            ticket.record(Replied(entry=entry.pk, with_parent=parent, told_on=told_on), stamp)
        return entry

    @classmethod
    def note(
        cls,
        ticket: Ticket,
        *,
        text: str,
        stamp: Stamp,
        files: Iterable[Enclosed] = (),
        kind: EntryKind = EntryKind.NOTE,
        **came: object,
    ) -> Entry:
        """Write for agents' eyes only."""
        with ticket.in_hand():
            entry = cls._write(ticket, kind, text, stamp, files, **came)
            tray.settle(cls)
            ticket.keep(stamp=stamp)
            ticket.record(Noted(entry=entry.pk), stamp)
        return entry

    @classmethod
    def _write(
        cls,
        ticket: Ticket,
        kind: EntryKind,
        text: str,
        stamp: Stamp,
        files: Iterable[Enclosed],
        **came: object,
    ) -> Entry:
        entry = cls(ticket=ticket, kind=kind, at=stamp.at, via=stamp.via, text=text, **came)
        entry.by = cast("Person | None", stamp.by)
        tray.write(entry)
        for one in files:
            tray.write(
                Enclosure(entry=entry, file=one.file, content_id=one.content_id, is_inline=one.is_inline)
            )
        return entry


class Enclosure(models.Model):
    """A file of an entry."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="enclosures")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    content_id = models.CharField(max_length=200, blank=True)
    is_inline = models.BooleanField(default=False)
