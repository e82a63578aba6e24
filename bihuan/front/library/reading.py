"""An article as it is read: its text in a language, its contents, and how it has done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count
from markupsafe import Markup

from bihuan.kit.text.html import Heading, article_from_markdown
from bihuan.practices.knowledge.models import Article, ArticleText, Outcome, Use, Vote

CONTENTS_FROM = 3  # headings; fewer are seen at a glance
LONGEST_LEAD = 160
NO_WORDS = re.compile(r"\s*(#|```|\|)")  # a heading, a fence, a table's row
MARKS = re.compile(r"\*\*|`|^\s*([-*>]|\d+\.)\s+")


@dataclass(frozen=True)
class Reading:
    text: ArticleText
    body: Markup
    contents: Sequence[Heading]
    languages: Sequence[str]


@dataclass(frozen=True)
class Record:
    """How an article has done: on tickets by outcome, and by its readers' word."""

    uses: Mapping[str, int]
    helped: int
    not_helped: int


def read(article: Article, language: str = "") -> Reading:
    """Return the article in the language asked for, or in the reader's own, or in the one there is."""
    texts = {text.language: text for text in article.texts.all()}
    text = texts.get(language) or article.text
    body, headings = article_from_markdown(text.body)
    contents = (
        [heading for heading in headings if heading.level <= 3] if len(headings) >= CONTENTS_FROM else []
    )
    return Reading(text, body, contents, sorted(texts, reverse=True))


def lead(article: Article) -> str:
    """Return how the article begins, in plain words: what stands under its title in a list."""
    lines = (line for line in article.text.body.splitlines() if line.strip() and not NO_WORDS.match(line))
    return " ".join(MARKS.sub("", line).strip() for line in islice(lines, 3))[:LONGEST_LEAD]


def record_of(article: Article) -> Record:
    """Return how the article has done, by two queries."""
    uses = dict(Use.objects.filter(article=article).order_by().values_list("outcome").annotate(n=Count("pk")))
    votes = dict(
        Vote.objects.filter(article=article).order_by().values_list("has_helped").annotate(n=Count("pk"))
    )
    return Record(
        {outcome: uses.get(outcome, 0) for outcome in Outcome}, votes.get(True, 0), votes.get(False, 0)
    )
