"""Turn a ticket away (TRI-05): which articles may go along, and the words with the way to the one that does."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.ground.search.near import find_near
from bihuan.practices.knowledge.beside import articles_beside
from bihuan.practices.knowledge.models import Article
from bihuan.tickets.letters import press
from bihuan.tickets.models import Ticket

MOST_ARTICLES = 5


def articles_for(ticket: Ticket, words: str, chosen: str = "") -> list[Article]:
    """Return the articles that the person may read: the one chosen, those found for some words, else those that fit."""
    asker = ticket.person
    if words:
        docs = SearchDoc.objects.visible_to(asker).of_kind(DocKind.ARTICLE)
        keys = [doc.object_id for doc in find_near(docs, words, limit=MOST_ARTICLES).docs]
        known = Article.objects.visible_to(asker).published().with_texts().in_bulk(keys)
        found = [known[key] for key in keys if key in known]
    else:
        found = articles_beside(ticket, asker, limit=MOST_ARTICLES)
    if chosen and all(one.number != chosen for one in found):
        found = [*([one] if (one := article_for(ticket, chosen)) else []), *found]
    return found


def article_for(ticket: Ticket, number: str) -> Article | None:
    """Return the article of that number, if the person may read it."""
    visible = Article.objects.visible_to(ticket.person).published().with_texts()
    return visible.filter(number=number).first() if number else None


def with_article(words: str, article: Article | None, ticket: Ticket) -> str:
    """Return the words to the person, below them the way to the article in the person's language."""
    if article is None or not words.strip():
        return words
    with override(ticket.language):
        return f"{words.rstrip()}\n\n{press(article.title, reverse('article', args=[article.number]))}"
