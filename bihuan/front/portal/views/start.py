"""The person's first page, and the search over what may help."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Q, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.front.home.shell import portal_shell
from bihuan.front.portal.offers import Offer, matching, most_asked_for, offers
from bihuan.front.portal.own import own_tickets
from bihuan.front.portal.standing import Standing, standings
from bihuan.ground.people.audience import SIGNED_IN, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.ground.search.finding import find
from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.ground.search.near import find_near
from bihuan.practices.knowledge.models import Article, Missed
from bihuan.tickets.lifecycle import State

OPEN_SHOWN = 5
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Found:
    """What some words found: services, articles that one may read, and one's own tickets."""

    offers: list[Offer]
    articles: list[Article]
    tickets: list[Standing]

    @property
    def is_empty(self) -> bool:
        return not (self.offers or self.articles or self.tickets)


@require_safe
@opens_to(SIGNED_IN)
def start(request: DeskRequest) -> HttpResponse:
    person, now = request.user, request.stamp.at
    waits = Case(When(state__in=(State.RESOLVED, State.WAITING), then=0), default=1)  # for a word, mostly
    mine = own_tickets(person).unfinished().select_related("handler", "team").order_by(waits, "-pk")
    told = {
        "greeting": _greeting(localtime(now).hour) % {"name": person.name},
        "offers": most_asked_for(offers(), now),
        "mine": standings(mine[:OPEN_SHOWN]),
        "words": "",
        "found": None,
        "shell": portal_shell(person, now, "home"),
    }
    return render(request, "portal/start.html", told)


@require_safe
@opens_to(SIGNED_IN)
def search(request: DeskRequest) -> HttpResponse:
    """Find services, articles and own tickets: as one types, or on a page of its own."""
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = _found(request.user, words) if words else None
    told = {"words": words, "found": found}
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/_found.html", told)
    if found and found.is_empty:  # what was asked for, not what was half typed
        Missed.note(words, localdate(request.stamp.at), is_near=False)
    shell = portal_shell(request.user, request.stamp.at, "home")
    return render(request, "portal/search.html", told | {"shell": shell})


def _found(person: Person, words: str) -> Found:
    readable = SearchDoc.objects.visible_to(person).filter(Q(kind=DocKind.ARTICLE) | Q(person=person))
    docs = find(readable, words, limit=10).docs
    if all(doc.kind != DocKind.ARTICLE for doc in docs):
        articles_of_all = SearchDoc.objects.visible_to(person).of_kind(DocKind.ARTICLE)
        docs += find_near(articles_of_all, words, limit=5).docs
    keys: dict[str, list[int]] = {
        kind: [doc.object_id for doc in docs if doc.kind == kind] for kind in DocKind
    }
    articles = {
        article.pk: article
        for article in Article.objects.visible_to(person)
        .published()
        .with_texts()
        .filter(pk__in=keys[DocKind.ARTICLE])
    }
    tickets = (
        own_tickets(person)
        .filter(pk__in=keys[DocKind.TICKET])
        .select_related("handler", "team")
        .order_by("-pk")
    )
    return Found(
        offers=matching(offers(), words)[:4],
        articles=[articles[pk] for pk in keys[DocKind.ARTICLE] if pk in articles],
        tickets=standings(tickets),
    )


def _greeting(hour: int) -> str:
    if 5 <= hour < 11:
        return _("Good morning, %(name)s")
    if 11 <= hour < 13:
        return _("Good day, %(name)s")
    if 13 <= hour < 18:
        return _("Good afternoon, %(name)s")
    return _("Good evening, %(name)s")
