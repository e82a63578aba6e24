"""Write the company's articles into the desk's knowledge, each in both languages."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bihuan.front.ops.demo.company import CHINESE, ENGLISH, Company
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.practices.knowledge.models import Article, ArticleState, Avoided, Vote

FOLDER = Path(__file__).parents[1] / "articles"
WRITTEN_BEFORE_DAYS = (10, 200)  # before the first ticket
LONGEST_KEYWORDS = 500
READERS = (2, 14)  # who say of an article whether it helped
HELPS = 0.86
AVOIDED = (0, 9)  # requests that an article for everybody spared the desk


@dataclass(frozen=True)
class Told:
    """An article as it stands in its two files."""

    slug: str
    head: Mapping[str, Any]
    texts: dict[str, tuple[str, str]]
    keywords: str


def write_library(
    company: Company, persons: Mapping[str, Person], start: datetime, rng: random.Random
) -> dict[str, Article]:
    """Write all articles by the hands of agents who know the matter; return slug → article."""
    categories = {category.code: category for category in Category.objects.prefetch_related("skills")}
    written = {}
    for told in _articles():
        category = categories[told.head["category"]]
        at = start - timedelta(
            days=rng.randint(*WRITTEN_BEFORE_DAYS), minutes=rng.randint(0, 9 * 60), seconds=rng.randint(0, 59)
        )
        written[told.slug] = Article.write(
            texts=told.texts,
            stamp=Stamp(by=_writer(category, company, persons, rng), at=at, via="web"),
            category=category,
            kind=told.head["kind"],
            visibility=told.head["visibility"],
            state=ArticleState.PUBLISHED,
            keywords=told.keywords,
        )
    return written


def write_readers(
    articles: Mapping[str, Article],
    company: Company,
    persons: Mapping[str, Person],
    period: tuple[datetime, datetime],
    rng: random.Random,
) -> None:
    """Write what readers said of the articles for everybody, and the requests that were not made thanks to them."""
    public = [article for article in articles.values() if article.visibility == "public"]
    readers = [persons[one.username] for one in company.askers]
    votes, avoided = [], []
    for article in public:
        votes += [
            Vote(article=article, person=one, has_helped=rng.random() < HELPS, at=_within(period, rng))
            for one in rng.sample(readers, rng.randint(*READERS))
        ]
        avoided += [
            Avoided(article=article, person=one, at=_within(period, rng))
            for one in rng.sample(readers, rng.randint(*AVOIDED))
        ]
    Vote.objects.bulk_create(votes)
    Avoided.objects.bulk_create(avoided)


def _articles() -> Iterator[Told]:
    for file in sorted(FOLDER.glob("*.zh.md")):
        slug = file.name.partition(".")[0]
        (head, body), (head_en, body_en) = _read(file), _read(FOLDER / f"{slug}.en.md")
        words = dict.fromkeys([*head["keywords"], *head_en["keywords"]])
        yield Told(
            slug=slug,
            head=head,
            texts={CHINESE: (head["title"], body), ENGLISH: (head_en["title"], body_en)},
            keywords=" ".join(words)[:LONGEST_KEYWORDS],
        )


def _read(file: Path) -> tuple[dict[str, Any], str]:
    _nothing, head, body = file.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(head), body.strip()


def _writer(
    category: Category, company: Company, persons: Mapping[str, Person], rng: random.Random
) -> Person:
    """Return one of the best in what the category needs."""
    needed = {skill.code for skill in category.skills.all()}
    agents = [one for one in company.people if one.teams]
    mastery = {one.username: sum(level for skill, level in one.skills if skill in needed) for one in agents}
    best = max(mastery.values())
    return persons[rng.choice([username for username, level in mastery.items() if level == best])]


def _within(period: tuple[datetime, datetime], rng: random.Random) -> datetime:
    start, end = period
    return start + rng.random() * (end - start)
