"""Find by words, in two steps, so that no word is slow: neither one that everything holds nor one that nothing does.

The planner cannot know how rare a word is and would walk the whole table by age for a rare one. So first the rare
case is tried through the token index, up to a cap; only a word that is in more than that is looked for by age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.ground.search.models import DocQuerySet, SearchDoc
from bihuan.kit.sql.statements import plan_without
from bihuan.kit.text.grams import as_query, fold, runs

CAP = 2000


@dataclass(frozen=True)
class Found:
    """The best documents for some words, best first, and how many there are (`CAP` + 1 means more).

    None of them holds all of the words if they only come near.
    """

    docs: list[SearchDoc]
    count: int
    is_near: bool = False


def find(docs: DocQuerySet, words: str, *, limit: int = 20) -> Found:
    """Return the best `limit` of `docs` (already narrowed to what the reader may see) that hold all of `words`."""
    asked = as_query(words)
    if not asked:
        return Found([], 0)
    matching = docs.filter(tokens__matches=asked)
    with plan_without("seqscan", "indexscan", "indexonlyscan"):
        keys = list(matching.order_by().values_list("pk", flat=True)[: CAP + 1])
    if len(keys) <= CAP:
        rows = SearchDoc.objects.filter(pk__in=keys).defer("tokens")
        best = sorted(
            (doc for doc in rows if _holds(doc, words)), key=lambda doc: _rank(doc, words), reverse=True
        )
        return Found(best[:limit], len(best))
    with plan_without("seqscan", "bitmapscan"):
        newest = list(matching.defer("tokens").order_by("-at")[:limit])
    return Found(sorted(newest, key=lambda doc: _rank(doc, words), reverse=True), CAP + 1)


def _holds(doc: SearchDoc, words: str) -> bool:
    """Tell whether each word really stands there: two pairs may match where their three characters do not."""
    text = fold(f"{doc.number} {doc.title} {doc.body}")
    return all(fold(run) in text for run in runs(words))


def _rank(doc: SearchDoc, words: str) -> tuple[bool, bool, bool, int, datetime]:
    """Return what makes a document better: its number, its whole title, its title, how often, how new."""
    asked, title = fold(words).strip(), fold(doc.title)
    parts = [fold(run) for run in runs(words)]
    return (
        fold(doc.number) == asked,
        title == asked,
        all(part in title for part in parts),
        min(9, sum(fold(doc.body).count(part) for part in parts)),
        doc.at,
    )
