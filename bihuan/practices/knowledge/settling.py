"""Settle what becomes of the knowledge before a ticket is closed (CLS-02): linked, drafted, or none needed and why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.kit.events.stamp import Stamp
from bihuan.practices.knowledge.models import Article, Outcome, Use
from bihuan.tickets.models import Knowledge, RecordIncomplete, Resolution, Ticket


def link_article(resolution: Resolution, article: Article, stamp: Stamp) -> None:
    """Say that an article tells it already; it has helped once more."""
    with resolution.ticket.in_hand():
        Use.note(article, resolution.ticket, stamp, Outcome.HELPED)
        resolution.complete(
            knowledge=Knowledge.LINKED, article_number=article.number, knowledge_why="", stamp=stamp
        )


def draft_article(resolution: Resolution, stamp: Stamp) -> Article:
    """Write a draft from what solved the ticket, without who asked or what was said, for somebody to finish."""
    with resolution.ticket.in_hand():
        article = draft_of(resolution.ticket, resolution, stamp)
        resolution.complete(
            knowledge=Knowledge.DRAFTED, article_number=article.number, knowledge_why="", stamp=stamp
        )
    return article


def draft_of(ticket: Ticket, resolution: Resolution, stamp: Stamp) -> Article:
    sections = {
        _("Cause"): resolution.cause,
        _("Solution"): resolution.solution,
        _("Check"): resolution.verification,
    }
    body = "\n\n".join(f"## {name}\n\n{text}" for name, text in sections.items() if text)
    return Article.write(texts={ticket.language: (ticket.title, body)}, category=ticket.category, stamp=stamp)


def need_none(resolution: Resolution, why: str, stamp: Stamp) -> None:
    """Say that nothing is worth writing down, and why.

    :raises RecordIncomplete: if no reason is given
    """
    if not why.strip():
        raise RecordIncomplete({"knowledge_why": _("why no knowledge is needed")})
    resolution.complete(
        knowledge=Knowledge.NONE_NEEDED, article_number="", knowledge_why=why.strip(), stamp=stamp
    )
