"""Find and browse: which articles a reader gets to see, and in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.http import HttpRequest

from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.ground.search.near import find_near
from bihuan.practices.knowledge.models import Article, ArticleKind, ArticleState, Outcome, Use, Vote
from bihuan.practices.knowledge.models.article import ArticleQuerySet

POPULAR_WITHIN = timedelta(days=90)
MOST_POPULAR, MOST_NEW, MOST_FOUND, MOST_DRAFTS = 6, 6, 40, 20
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Wish:
    """What a reader looks for. `state` is for writers alone."""

    words: str = ""
    category: str = ""
    kind: str = ""
    state: str = ArticleState.PUBLISHED
    is_whole: bool = False  # all there is, in a list

    @property
    def is_open(self) -> bool:
        """Tell whether nothing in particular is asked for."""
        narrowed = self.words or self.category or self.kind or self.is_whole
        return not narrowed and self.state == ArticleState.PUBLISHED

    @property
    def is_of_words_alone(self) -> bool:
        """Tell whether all published articles are asked, so that finding none says that there is none."""
        return bool(self.words) and not (self.category or self.kind) and self.state == ArticleState.PUBLISHED

    @classmethod
    def read(cls, request: HttpRequest, person: Person) -> Wish:
        given = request.GET
        kind, state = given.get("kind", ""), given.get("state", "")
        may_see = person.may(Right.WRITE_KNOWLEDGE) and state in set(ArticleState)
        return cls(
            words=given.get("q", "").strip()[:LONGEST_WORDS],
            category=given.get("category", ""),
            kind=kind if kind in set(ArticleKind) else "",
            state=state if may_see else ArticleState.PUBLISHED,
            is_whole="all" in given,
        )


@dataclass
class Branch:
    """A branch of the catalogue with how many articles stand on it and on its leaves."""

    category: Category
    count: int = 0
    leaves: list[Branch] = field(default_factory=list)


def wished(person: Person, wish: Wish) -> ArticleQuerySet:
    """Return the articles of the wish, but for its words, that the person may read."""
    articles = Article.objects.visible_to(person).filter(state=wish.state)
    if wish.category:
        articles = articles.filter(Q(category__code=wish.category) | Q(category__parent__code=wish.category))
    if wish.kind:
        articles = articles.filter(kind=wish.kind)
    return articles


def found(person: Person, wish: Wish) -> tuple[list[Article], bool]:
    """Return the articles that hold the words or come near them, best first, and whether they only come near; of
    drafts and retired ones, which no index knows, the newest.
    """
    articles = wished(person, wish)
    if wish.state != ArticleState.PUBLISHED:
        holds = (
            Q(texts__title__icontains=wish.words)
            | Q(texts__body__icontains=wish.words)
            | Q(number__iexact=wish.words)
        )
        newest = articles.filter(holds).distinct().with_texts().order_by("-changed_at")
        return list(newest[:MOST_DRAFTS]), False
    docs = SearchDoc.objects.visible_to(person).of_kind(DocKind.ARTICLE)
    found = find_near(docs, wish.words, limit=MOST_FOUND)
    ranked = [doc.object_id for doc in found.docs]
    readable = {article.pk: article for article in articles.filter(pk__in=ranked).with_texts()}
    return [readable[pk] for pk in ranked if pk in readable], found.is_near


def popular(person: Person, now: datetime) -> list[Article]:
    """Return the articles that have helped most of late, most first: on tickets, or by a reader's own word."""
    since = now - POPULAR_WITHIN
    helped = Use.objects.filter(at__gte=since, outcome=Outcome.HELPED)
    liked = Vote.objects.filter(at__gte=since, has_helped=True)
    times: Counter[int] = Counter()
    for rows in (helped, liked):
        times.update(dict(rows.order_by().values_list("article").annotate(n=Count("pk"))))
    articles = Article.objects.visible_to(person).published().with_texts().in_bulk(list(times))
    best = [articles[pk] for pk, _n in times.most_common() if pk in articles]
    return best[:MOST_POPULAR]


def newest(person: Person) -> Sequence[Article]:
    return list(
        Article.objects.visible_to(person).published().with_texts().order_by("-changed_at", "-pk")[:MOST_NEW]
    )


def branches(person: Person, state: str) -> list[Branch]:
    """Return the tree with its numbers; what holds nothing is left out. Two queries."""
    articles = Article.objects.visible_to(person).filter(state=state).order_by()
    counts = dict(articles.values_list("category").annotate(n=Count("pk")))
    tree: dict[int, Branch] = {}
    categories = list(Category.objects.all())
    for category in categories:
        if category.parent_id is None:
            tree[category.pk] = Branch(category, counts.get(category.pk, 0))
    for category in categories:
        if category.parent_id in tree and (n := counts.get(category.pk, 0)):
            tree[category.parent_id].leaves.append(Branch(category, n))
            tree[category.parent_id].count += n
    return [branch for branch in tree.values() if branch.count]


def counts_by_state(person: Person) -> Mapping[str, int]:
    """Return how many articles stand in each state; empty for who may read the published ones alone."""
    if not person.may(Right.WRITE_KNOWLEDGE):
        return {}
    counted = Article.objects.order_by().values_list("state").annotate(n=Count("pk"))
    return {str(state): 0 for state in ArticleState} | dict(counted)
