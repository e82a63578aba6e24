"""What Ctrl-K and the search page find: tickets, people and articles, each kind by its own index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bihuan.ground.people.models import Person
from bihuan.ground.search.finding import CAP, find
from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.ground.search.near import find_near
from bihuan.kit.text.grams import fold, runs
from bihuan.kit.text.html import words_of_markdown
from bihuan.practices.knowledge.models import Article
from bihuan.tickets.models import Ticket

AROUND = 36  # characters of a text that are shown on either side of a word that was found


class FoundTicket(NamedTuple):
    number: str
    title: str
    state: str
    priority: int
    person: str
    filed_at: datetime
    extract: str


class FoundPerson(NamedTuple):
    username: str
    name: str
    department: str
    phone: str


class FoundArticle(NamedTuple):
    number: str
    title: str
    extract: str


@dataclass(frozen=True)
class Results:
    """What was found; of tickets and articles also how many there are, `CAP` + 1 for more."""

    tickets: Sequence[FoundTicket] = ()
    people: Sequence[FoundPerson] = ()
    articles: Sequence[FoundArticle] = ()
    ticket_count: int = 0
    article_count: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.tickets or self.people or self.articles)

    @property
    def has_more_tickets(self) -> bool:
        return self.ticket_count > len(self.tickets)

    @property
    def counted(self) -> str:
        return f"{CAP}+" if self.ticket_count > CAP else str(self.ticket_count)


def look_for(words: str, reader: Person, *, tickets: int, people: int, articles: int) -> Results:
    """Return the best of each kind, at most so many, of what the reader may see."""
    if not words:
        return Results()
    found, ticket_count = _tickets(words, reader, tickets)
    texts, article_count = _articles(words, reader, articles)
    return Results(found, people_matching(words, people), texts, ticket_count, article_count)


def people_matching(words: str, limit: int) -> list[FoundPerson]:
    """Return who is meant by a name, its pinyin, a number or an address; none for nothing."""
    if not words.strip():
        return []
    matching = Person.objects.active().matching(words).select_related("department")
    return [
        FoundPerson(
            one.username,
            one.name,
            one.department.name if one.department else "",
            one.phone or one.mobile or one.email,
        )
        for one in matching.order_by("spelling", "pk")[:limit]
    ]


def _tickets(words: str, reader: Person, limit: int) -> tuple[list[FoundTicket], int]:
    by_number = _by_number(words, reader, limit)
    docs = SearchDoc.objects.visible_to(reader).of_kind(DocKind.TICKET)
    found = find(docs, words, limit=limit)
    extracts = {doc.object_id: extract(doc.body, words) for doc in found.docs}
    keys = list(dict.fromkeys([*by_number, *extracts]))[:limit]
    columns = ("number", "title", "state", "priority", "person__name", "filed_at")
    rows = {
        pk: row
        for pk, *row in Ticket.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", *columns)
    }
    tickets = [FoundTicket._make([*rows[key], extracts.get(key, "")]) for key in keys if key in rows]
    return tickets, max(found.count, len(tickets))


def _by_number(words: str, reader: Person, limit: int) -> list[int]:
    """Return the newest tickets whose number begins or, for a few digits, ends so."""
    if not any(sign.isdigit() for sign in words) or " " in words:
        return []
    docs = SearchDoc.objects.visible_to(reader).of_kind(DocKind.TICKET)
    beginning = docs.filter(number__startswith=words.upper()).order_by("-at")
    return list(beginning.values_list("object_id", flat=True)[:limit])


def _articles(words: str, reader: Person, limit: int) -> tuple[list[FoundArticle], int]:
    docs = SearchDoc.objects.visible_to(reader).of_kind(DocKind.ARTICLE)
    found = find_near(docs, words, limit=limit)
    keys = [doc.object_id for doc in found.docs]
    visible = Article.objects.visible_to(reader).published().with_texts().in_bulk(keys)
    articles = [
        FoundArticle(
            visible[key].number, visible[key].title, extract(words_of_markdown(visible[key].text.body), words)
        )
        for key in keys
        if key in visible
    ]
    return articles, found.count


def extract(text: str, words: str) -> str:
    """Return what stands around the first of the words in a text; its beginning where none does."""
    flat = " ".join(text.split())
    folded = fold(flat)
    places = [folded.find(fold(run)) for run in runs(words)]
    first = min((place for place in places if place >= 0), default=0)
    start, end = max(0, first - AROUND), first + 3 * AROUND
    return f"{'…' if start else ''}{flat[start:end]}{'…' if end < len(flat) else ''}"
