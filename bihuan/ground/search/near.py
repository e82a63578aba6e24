"""Find what comes near a question asked in whole sentences, of which no text holds every word.

For articles, of which there are thousands and not millions. All that hold any of the words are weighed by which they
hold; the best of them are read, and weighed by how often. What holds too little of the question is left out, so that
where nothing fits nothing is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Func, IntegerField

from bihuan.ground.search.finding import Found, find
from bihuan.ground.search.models import DocQuerySet, SearchDoc
from bihuan.kit.sql.fields import Held
from bihuan.kit.text.grams import as_any, fold
from bihuan.kit.text.likeness import TITLE, Question, fitness, rarities

MOST_WORDS = 120  # pairs of a question that are asked for: a story of any length costs no more
MOST_READ = 60
LEAST = 0.12  # of what a text that answers may be expected to hold; below, the likeness is chance


class Candidate(NamedTuple):
    """A document that holds some of the words: the places of those that it holds, and of those in its title, from 1."""

    pk: int
    held: Sequence[int]
    titled: Sequence[int]
    size: int


def find_near(docs: DocQuerySet, words: str, *, limit: int = 20) -> Found:
    """Return the best `limit` of articles (already narrowed to what the reader may see): those that hold all of
    `words`, then those that come near. The count is that of the former, where there are any.
    """
    exact = find(docs, words, limit=limit)
    if len(exact.docs) >= limit:
        return exact
    known = {doc.pk for doc in exact.docs}
    near = [doc for doc in _near(docs, Question(words, most=MOST_WORDS)) if doc.pk not in known]
    found = [*exact.docs, *near][:limit]
    return Found(found, exact.count or len(found), is_near=bool(found) and not exact.docs)


def _near(docs: DocQuerySet, question: Question) -> list[SearchDoc]:
    candidates = _candidates(docs, question.grams) if question.grams else []
    if not candidates:
        return []
    counts = dict.fromkeys(question.grams, 0)
    for candidate in candidates:
        for place in candidate.held:
            counts[question.grams[place - 1]] += 1
    rarity = rarities(counts, docs.order_by().count())
    usual = sum(candidate.size for candidate in candidates) / len(candidates)
    enough = LEAST * question.needs(rarity)
    weighed = []
    for pk, held_at, titled_at, size in candidates:
        held = {question.grams[place - 1] for place in held_at}
        if question.is_held_by(held, rarity) >= enough:
            times = dict.fromkeys(held, 1) | {question.grams[place - 1]: TITLE for place in titled_at}
            weighed.append((fitness(rarity, times, size / usual), pk, size / usual))
    best = sorted(weighed, reverse=True)[:MOST_READ]
    return _read({pk: length for _fit, pk, length in best}, rarity)


def _candidates(docs: DocQuerySet, grams: Sequence[str]) -> list[Candidate]:
    any_of = as_any(grams)
    size = Func("tokens", function="length", output_field=IntegerField())
    rows = docs.filter(tokens__matches=" | ".join(any_of)).order_by()
    return [
        Candidate(*row)
        for row in rows.values_list(
            "pk", Held("tokens", any_of), Held("tokens", as_any(grams, heavy=True)), size
        )
    ]


def _read(lengths: dict[int, float], rarity: dict[str, float]) -> list[SearchDoc]:
    """Return these documents by how often each says which word, best first."""
    fits: list[tuple[float, SearchDoc]] = []
    for doc in SearchDoc.objects.filter(pk__in=lengths).defer("tokens"):
        title, body = fold(doc.title), fold(doc.body)
        times = {word: TITLE * title.count(word) + body.count(word) for word in rarity}
        fits.append((fitness(rarity, times, lengths[doc.pk]), doc))
    return [doc for _fit, doc in sorted(fits, key=lambda pair: (-pair[0], pair[1].pk))]
