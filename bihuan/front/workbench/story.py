"""A ticket's story: what was said and what happened between, oldest first, in the order of the history.

The history leads: each entry of the conversation has its line there, so that one window over it is a window over both.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.timezone import localtime
from markupsafe import Markup

from bihuan.front.workbench.saying import Happened, Known
from bihuan.front.workbench.sentences import sentence
from bihuan.front.workbench.sentences_of_faults import came_along
from bihuan.ground.people.models import Person
from bihuan.kit.sql.prepared import Asked, Prepared, together
from bihuan.kit.text.html import from_markdown
from bihuan.tickets import events
from bihuan.tickets.models import Enclosure, Entry, EntryKind, Ticket, TicketEvent

AT_FIRST = 60  # lines of the history that a page opens with
LAST = 2**62  # no key reaches it
AT_MOST = 400  # lines that a page left open for long asks for again
ELSEWHERE = "elsewhere"  # sent on another ticket of the person, as the line below it says
SAYING = frozenset({events.Answered.kind, events.Replied.kind, events.Noted.kind})


class Attached(NamedTuple):
    """A file of an entry, as it is shown."""

    entry: int
    key: str
    name: str
    is_picture: bool
    size_bytes: int

    @property
    def size(self) -> str:
        """Return the size in words: 412 KB, 3.1 MB."""
        kilo = max(1, round(self.size_bytes / 1024))
        return f"{kilo} KB" if kilo < 1024 else f"{self.size_bytes / 1024**2:.1f} MB"


class Said(NamedTuple):
    """An entry as it is read for a page: its HTML stays where it is."""

    pk: int
    kind: str
    by_id: int | None
    by: str | None
    at: datetime
    via: str
    text: str
    quoted: str
    warning: str
    has_html: bool
    sent_state: str | None
    sent_problem: str | None
    chat: int | None  # the connection by which it left
    mailed: int | None  # the mail that was sent in its stead

    @property
    def voice(self) -> str:
        """Return in which voice it stands in the story: person, desk or note."""
        return {EntryKind.ANSWER: "person", EntryKind.REPLY: "desk"}.get(EntryKind(self.kind), "note")

    @property
    def body(self) -> Markup:
        """Return the words of a reply as its reader gets them."""
        return _drawn(self.text)


@dataclass(frozen=True)
class Item:
    """A line of the story: an entry with its files, or a sentence; and the day, where a new one begins."""

    at: datetime
    said: Said | None = None
    files: Sequence[Attached] = ()
    icon: str = ""
    sentence: Markup | None = None
    day: date | None = None


@dataclass(frozen=True)
class Story:
    items: Sequence[Item]
    first: int = 0  # the history's line with which it begins here
    has_earlier: bool = False
    last_entry: int = 0  # the newest entry shown


@dataclass(frozen=True)
class Window:
    """A stretch of a history: its last lines, those from a line on, or those before one."""

    lines: Sequence[Happened] = field(default=())
    has_earlier: bool = False

    @classmethod
    def read(cls, history: Asked, *, since: int = 0) -> Window:
        """Return what `ask_for_history` asked for; `since` is where it was told to begin."""
        most = _most(since)
        lines = [Happened(pk, kind, json.loads(facts), *more) for pk, kind, facts, *more in history.rows]
        has_earlier = len(lines) > most or bool(since and lines and not _begins(lines[-1]))
        return cls(lines[:most][::-1], has_earlier)

    def named(self, name: str, *kinds: str) -> set[int]:
        """Return the numbers that the facts of some kinds have under a name."""
        return {line.facts[name] for line in self.lines if line.kind in kinds}


def ask_for_history(ticket: Ticket, *, since: int = 0, before: int = 0) -> Asked:
    """Ask for the last lines of a history, those from a line on, or those before one."""
    return _history.ask(_most(since), ticket=ticket.pk, since=since, before=before or LAST)


def tell(window: Window, ticket: Ticket, reader: Person, known: Known) -> Story:
    """Return the story of a window, by one query: the entries in it that the reader may see, with their files."""
    said, files = _entries(window, ticket, reader)
    opening = min(said) if said and window.lines and _begins(window.lines[0]) else 0
    items: list[Item] = []
    for line in window.lines:
        items += _items(line, said, files, opening, known)
    return Story(
        items=_with_days(items),
        first=window.lines[0].pk if window.lines else 0,
        has_earlier=window.has_earlier,
        last_entry=max(said, default=0),
    )


def _items(
    line: Happened, said: dict[int, Said], files: dict[int, list[Attached]], opening: int, known: Known
) -> Iterable[Item]:
    if line.kind in SAYING:
        entry = said.get(line.facts["entry"])
        if entry:  # else it is not for the reader's eyes
            if line.facts.get("told_on"):
                entry = entry._replace(sent_state=ELSEWHERE)
            yield Item(line.at, said=entry, files=files.get(entry.pk, ()))
        if line.facts.get("with_parent"):
            yield Item(line.at, icon="link", sentence=came_along(line))
        return
    if _begins(line) and opening:
        yield Item(line.at, said=said[opening], files=files.get(opening, ()))
        return
    icon, words = sentence(line, known)
    yield Item(line.at, icon=icon, sentence=words)


def _begins(line: Happened) -> bool:
    return line.kind == events.Filed.kind


def _most(since: int) -> int:
    return AT_MOST if since else AT_FIRST


def _entries(
    window: Window, ticket: Ticket, reader: Person
) -> tuple[dict[int, Said], dict[int, list[Attached]]]:
    """Return the entries of the window and their files; a ticket's first one has its place where the history begins."""
    named = window.named("entry", *SAYING)
    begins = any(map(_begins, window.lines))
    if not named and not begins:
        return {}, {}
    span = {"first": 0 if begins else min(named), "last": max(named) if named else LAST}
    entries = _entries_between.ask(reader.roles, ticket=ticket.pk, **span)
    files = _files_between.ask(ticket=ticket.pk, **span)
    together(entries, files)
    found = {row[0]: Said(*row) for row in entries.rows}
    opening = min(found, default=0) if begins else 0
    said = {pk: one for pk, one in found.items() if pk in named or pk == opening}
    return said, _files(files, said)


def _files(asked: Asked, said: Container[int]) -> dict[int, list[Attached]]:
    """Return the files of the entries that are shown, by entry."""
    files: dict[int, list[Attached]] = {}
    for entry, key, name, kind, size_bytes in asked.rows:
        if entry in said:
            files.setdefault(entry, []).append(Attached(entry, key, name, kind != "other", size_bytes))
    return files


def _ask_for_history(most: int, *, ticket: int, since: int, before: int) -> QuerySet[Any, Any]:
    rows = TicketEvent.objects.filter(ticket=ticket, pk__gte=since, pk__lt=before).order_by("-pk")
    return rows.values_list("pk", "kind", "facts", "by__name", "at", "via", "why")[: most + 1]


def _ask_for_entries(roles: frozenset[str], *, ticket: int, first: int, last: int) -> QuerySet[Any, Any]:
    readable = Entry.objects.visible_to(Person.stand_in(0, roles, []))
    rows = readable.filter(ticket=ticket, pk__gte=first, pk__lte=last)
    has_html = ExpressionWrapper(~Q(html=""), output_field=BooleanField())
    said = ("pk", "kind", "by", "by__name", "at", "via", "text", "quoted", "warning")
    sent = ("sent_as__state", "sent_as__problem", "sent_as__connection", "sent_as__replacement")
    return rows.annotate(has_html=has_html).order_by("pk").values_list(*said, "has_html", *sent)


def _ask_for_files(*, ticket: int, first: int, last: int) -> QuerySet[Any, Any]:
    rows = Enclosure.objects.filter(entry__ticket=ticket, entry__gte=first, entry__lte=last).order_by("pk")
    return rows.values_list("entry", "file", "file__name", "file__kind", "file__size_bytes")


_history = Prepared(_ask_for_history)
_entries_between = Prepared(_ask_for_entries)
_files_between = Prepared(_ask_for_files)


def _with_days(items: list[Item]) -> list[Item]:
    """Return the items with a day on each that begins one."""
    last = None
    dated = []
    for item in items:
        day = localtime(item.at).date()
        dated.append(
            item if day == last else Item(item.at, item.said, item.files, item.icon, item.sentence, day)
        )
        last = day
    return dated


@lru_cache(maxsize=2048)
def _drawn(text: str) -> Markup:
    """Return Markdown drawn, kept: a reply never changes, and drawing it costs more than all else on its line."""
    return from_markdown(text)
