from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bihuan.front.ops.demo import company as demo
from bihuan.front.ops.demo.telling.catalogue import leaves
from bihuan.front.ops.tests.house_style import HAN, faults

FOLDER = Path(demo.__file__).parent / "articles"
FILES = sorted(FOLDER.glob("*.md"))


def read(file: Path) -> tuple[dict[str, Any], str]:
    _nothing, head, body = file.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(head), body.strip()


ARTICLES = {file.name: read(file) for file in FILES}


def test_sixty_articles_are_there_in_both_languages() -> None:
    slugs = {name.partition(".")[0] for name in ARTICLES}

    assert len(slugs) == 60
    assert {f"{slug}.{language}.md" for slug in slugs for language in ("zh", "en")} == set(ARTICLES)


def test_both_languages_say_the_same_about_the_article() -> None:
    for name, (head, _body) in ARTICLES.items():
        slug = name.partition(".")[0]
        other, _text = ARTICLES[f"{slug}.{'en' if name.endswith('.zh.md') else 'zh'}.md"]
        assert head["slug"] == slug
        assert set(head) == {"slug", "title", "category", "keywords", "visibility", "kind"}
        assert all(head[key] == other[key] for key in ("category", "visibility", "kind")), slug


def test_an_article_belongs_to_a_category_and_every_category_has_one() -> None:
    told = {head["category"] for head, _body in ARTICLES.values()}

    assert told <= set(leaves())
    assert set(leaves()) - told <= {"other"}


def test_there_are_known_errors_for_staff_and_tables_of_codes() -> None:
    heads = [head for name, (head, _body) in ARTICLES.items() if name.endswith(".zh.md")]

    kinds = [head["kind"] for head in heads]

    assert set(kinds) == {"howto", "faq", "known_error", "error_codes"}
    assert kinds.count("error_codes") >= 5
    assert sum(head["visibility"] == "staff" for head in heads) >= 8
    assert all(head["visibility"] == "staff" for head in heads if head["kind"] == "known_error")


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_is_worth_reading_and_set_in_the_style_of_the_house(name: str) -> None:
    head, body = ARTICLES[name]
    is_chinese = name.endswith(".zh.md")

    length = len(HAN.findall(body)) if is_chinese else len(body.split())

    assert (200 if is_chinese else 120) <= length <= (900 if is_chinese else 500)
    assert len(re.findall(r"^## ", body, re.MULTILINE)) >= 1
    assert len(head["keywords"]) >= 4
    assert faults(head["title"] + "\n" + body, is_chinese=is_chinese) == []
