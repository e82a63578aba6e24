"""Which knowledge is missing (KNO-06): words without a hit, categories without an article, articles that fail."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from bihuan.ground.catalogue.models import Category
from bihuan.practices.knowledge.models import Article, Dismissal, GapKind, Missed, Outcome, Use, Vote
from bihuan.tickets.models import Ticket

OFTEN = 5  # solved tickets of a category in the period
RARELY = 0.1  # of its tickets on which an article was used
FAILS_FROM = 2  # times that an article did not help
MOST = 200  # entries in a list; who has done those sees the next


@dataclass(frozen=True)
class MissedWords:
    words: str
    times: int
    last_on: date
    is_near: bool


@dataclass(frozen=True)
class BareCategory:
    """A category with its solved tickets, its published articles, and the tickets on which an article was used."""

    category: Category
    solved: int
    articles: int
    used: int


@dataclass(frozen=True)
class FailingArticle:
    article: Article
    failed: int
    helped: int


def missed_words(since: date) -> list[MissedWords]:
    """Return the words for which nothing was found since that day, most often first."""
    rows = Missed.objects.filter(on__gte=since).exclude(words__in=_dismissed(GapKind.WORDS))
    counted = rows.values("words").annotate(
        n=Sum("times"), last=Max("on"), nothing=Count("pk", filter=Q(is_near=False))
    )
    best = counted.order_by("-n", "-last", "words")[:MOST]
    return [MissedWords(row["words"], row["n"], row["last"], not row["nothing"]) for row in best]


def bare_categories(tickets: QuerySet[Ticket], since: datetime) -> list[BareCategory]:
    """Return the categories with many of `tickets` solved since then and no article, or one that is rarely used."""
    solved = tickets.filter(resolved_at__gte=since, category__isnull=False).order_by()
    often = _counts(solved, "category")
    used = _counts(solved.filter(Exists(Use.objects.filter(ticket=OuterRef("pk")))), "category")
    articles = _counts(Article.objects.published().filter(category__in=often), "category")
    dismissed = set(_dismissed(GapKind.CATEGORY))
    found = [
        BareCategory(category, often[category.pk], articles.get(category.pk, 0), used.get(category.pk, 0))
        for category in Category.objects.select_related("parent").filter(pk__in=often)
        if often[category.pk] >= OFTEN and category.code not in dismissed
    ]
    bare = [gap for gap in found if not gap.articles or gap.used < RARELY * gap.solved]
    return sorted(bare, key=lambda gap: (-gap.solved, gap.category.code))[:MOST]


def failing_articles(articles: QuerySet[Article], since: datetime) -> list[FailingArticle]:
    """Return those of `articles` that did not help as often as they did, on tickets and by readers' word since then."""
    uses, votes = Use.objects.filter(at__gte=since), Vote.objects.filter(at__gte=since)
    failed = _sum(uses.filter(outcome=Outcome.FAILED), votes.filter(has_helped=False))
    helped = _sum(uses.filter(outcome=Outcome.HELPED), votes.filter(has_helped=True))
    wanting = [pk for pk, n in failed.items() if n >= FAILS_FROM and n >= helped.get(pk, 0)]
    rows = articles.filter(pk__in=wanting).exclude(number__in=_dismissed(GapKind.ARTICLE))
    found = [FailingArticle(row, failed[row.pk], helped.get(row.pk, 0)) for row in rows]
    return sorted(found, key=lambda gap: (gap.helped - gap.failed, gap.article.number))[:MOST]


def _dismissed(kind: GapKind) -> QuerySet[Dismissal, str]:
    return Dismissal.objects.filter(kind=kind).values_list("subject", flat=True)


def _counts(rows: QuerySet[Any], field: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(field).annotate(n=Count("pk")))


def _sum(*groups: QuerySet[Any]) -> Counter[int]:
    """Return how many rows of all groups there are of each article."""
    times: Counter[int] = Counter()
    for rows in groups:
        times.update(_counts(rows, "article"))
    return times
