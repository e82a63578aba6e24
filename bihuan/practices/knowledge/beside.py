"""What lies beside a ticket: articles that may help, and tickets like it with what solved them (WRK-01)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bihuan.ground.people.models import Person
from bihuan.kit.text.grams import grams
from bihuan.practices.knowledge.models import Article
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Resolution, Ticket

AMONG_ARTICLES = 300
AMONG_TICKETS = (
    300  # the newest solved ones of the category: what solved it last year is rarely what solves it now
)
LONGEST = 400  # characters of the description that are compared
SAME_CATEGORY = 0.15
LEAST = 0.08  # below, the likeness is chance

T = TypeVar("T")


@dataclass(frozen=True)
class Like:
    """A solved ticket that resembles another, and what solved it."""

    ticket: Ticket
    solution: str
    likeness: float


def articles_beside(ticket: Ticket, person: Person, *, limit: int = 5) -> list[Article]:
    """Return the articles that fit the ticket best, best first."""
    articles = Article.objects.visible_to(person).published().with_texts()
    branch = [ticket.category.parent_id, ticket.category_id] if ticket.category else []
    near = articles.filter(category__parent__in=branch) | articles.filter(category__in=branch)
    asked = grams(f"{ticket.title} {ticket.description[:LONGEST]}")

    def fit(article: Article) -> float:
        said = grams(" ".join([article.keywords, *(text.title for text in article.texts.all())]))
        return _likeness(said, asked) + SAME_CATEGORY * (article.category_id == ticket.category_id)

    return [article for article, _fit in _best(near.order_by("-changed_at")[:AMONG_ARTICLES], fit, limit)]


def tickets_like(ticket: Ticket, person: Person, *, limit: int = 5) -> list[Like]:
    """Return solved tickets of the same category whose words resemble this one's, best first."""
    solved = Ticket.objects.visible_to(person).filter(category=ticket.category_id).exclude(pk=ticket.pk)
    solved = solved.filter(state__in=[State.RESOLVED, State.CONFIRMED, State.CLOSED]).order_by("-pk")
    asked = grams(f"{ticket.title} {ticket.description[:LONGEST]}")
    found = _best(
        solved.only("number", "title", "filed_at")[:AMONG_TICKETS],
        lambda one: _likeness(grams(one.title), asked),
        limit,
    )
    solutions = dict(
        Resolution.objects.standing()
        .filter(ticket__in=[one for one, _fit in found])
        .values_list("ticket", "solution")
    )
    return [Like(one, solutions.get(one.pk, ""), round(fit, 2)) for one, fit in found]


def _likeness(said: set[str], asked: set[str]) -> float:
    """Return which share of what is said here was asked for: short titles are not drowned by long descriptions."""
    return len(said & asked) / len(said) if said else 0.0


def _best(things: Iterable[T], fit: Callable[[T], float], limit: int) -> list[tuple[T, float]]:
    weighed = [(thing, fit(thing)) for thing in things]
    fitting = [pair for pair in weighed if pair[1] >= LEAST]
    return sorted(fitting, key=lambda pair: -pair[1])[:limit]
