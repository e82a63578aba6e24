"""Articles worth knowing."""

from __future__ import annotations

from typing import Any

from bihuan.practices.knowledge.models import Article, ArticleState, Visibility
from bihuan.tickets.tests.cast import a_category, stamp

JAM = {
    "zh-hans": ("打印机卡纸怎么办", "打开后盖，取净残纸，清洁搓纸轮。"),
    "en": ("What to do about a paper jam", "Open the rear cover and clean the rollers."),
}


def an_article(title: str = "", body: str = "按步骤处理。", clock: str = "08:00", **more: Any) -> Article:
    """Return a published article for everybody, about a paper jam unless another title is given."""
    texts = more.pop("texts", {"zh-hans": (title, body)} if title else JAM)
    fields = {"state": ArticleState.PUBLISHED, "visibility": Visibility.PUBLIC, "category": a_category()}
    return Article.write(texts=texts, stamp=stamp(clock), **fields | more)
