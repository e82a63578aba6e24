"""The delivered catalogue and replies read well in both languages and fit together. Plain Python, no database."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DELIVERED = Path(__file__).parents[1] / "delivered"
PEOPLE = Path(__file__).parents[2] / "people" / "delivered"
HAN = re.compile(r"[\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[，。；：！？、（）]")
BAD_STYLE = re.compile(
    r"[\u4e00-\u9fff](?:[,;:!?(]|\.(?!\w)| [A-Za-z0-9])|[A-Za-z0-9] [\u4e00-\u9fff]|\)[\u4e00-\u9fff]"
)
SLUG = re.compile(r"[a-z0-9_]{1,40}")
TYPES = {"text", "longtext", "choice", "number", "bool", "date"}
PLACEHOLDERS = {"person", "number", "title", "handler", "promise", "field_questions"}


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


CATEGORIES: list[dict[str, Any]] = read(DELIVERED / "categories.toml")["category"]
LEAVES = [category for category in CATEGORIES if "team" in category]
REPLIES: list[dict[str, Any]] = read(DELIVERED / "replies.toml")["reply"]


def texts_of(told: Any, ending: str) -> Iterator[str]:
    """Yield every text, however deep, whose key ends like this."""
    for key, value in told.items() if isinstance(told, dict) else ():
        if key.endswith(ending) and isinstance(value, str):
            yield value
        yield from texts_of(value, ending)
    for value in told if isinstance(told, list) else ():
        yield from texts_of(value, ending)


def words_of(leaf: dict[str, Any]) -> list[str]:
    return [word for words in leaf.get("keywords", {}).values() for word in words]


def codes(name: str) -> set[str]:
    return {row["code"] for row in read(PEOPLE / f"{name}s.toml")[name]}


@pytest.mark.requirement("TRI-01")
def test_the_tree_has_the_branches_of_the_process_documents_and_about_forty_leaves() -> None:
    branches = {category["code"] for category in CATEGORIES if "team" not in category}

    wanted = {"hardware", "software", "network", "account", "configuration", "system", "howto", "consulting"}

    assert branches == wanted
    assert {leaf["code"].partition(".")[0] for leaf in LEAVES} == wanted | {"other"}
    assert 35 <= len(LEAVES) <= 45


def test_each_code_stands_once_and_a_branch_stands_before_its_leaves() -> None:
    seen: set[str] = set()

    for category in CATEGORIES:
        branch, dot, _leaf = category["code"].rpartition(".")
        assert category["code"] not in seen
        assert not dot or branch in seen
        seen.add(category["code"])


def test_a_leaf_names_only_teams_and_skills_that_are_delivered() -> None:
    teams, skills = codes("team"), codes("skill")

    for leaf in LEAVES:
        assert {leaf["team"], leaf["escalates_to"]} <= teams, leaf["code"]
        assert leaf["team"] != leaf["escalates_to"], leaf["code"]
        assert set(leaf["skills"]) <= skills, leaf["code"]
        assert leaf["kind"] in {"incident", "request", "question"}, leaf["code"]


@pytest.mark.requirement("DIS-01")
def test_every_leaf_says_when_to_escalate() -> None:
    for leaf in LEAVES:
        assert len(leaf["escalation_zh"]) >= 15, leaf["code"]
        assert len(leaf["escalation_en"].split()) >= 8, leaf["code"]


@pytest.mark.requirement("REC-07")
def test_a_form_has_at_most_six_fields_each_with_a_question_in_both_languages() -> None:
    for leaf in LEAVES:
        keys = [field["key"] for field in leaf["fields"]]
        assert len(keys) == len(set(keys)) <= 6, leaf["code"]
        for field in leaf["fields"]:
            assert SLUG.fullmatch(field["key"]), field
            assert field["type"] in TYPES, field
            assert field["ask_zh"].endswith("？"), field
            assert "?" in field["ask_en"], field
            assert ("options" in field) == (field["type"] == "choice"), field
            assert all(set(option) == {"value", "zh", "en"} for option in field.get("options", ())), field


@pytest.mark.requirement("WRK-02")
def test_a_check_list_has_four_to_eight_steps_that_say_how_long_they_take() -> None:
    for leaf in LEAVES:
        keys = [step["key"] for step in leaf["steps"]]
        assert 4 <= len(keys) <= 8, leaf["code"]
        assert len(set(keys)) == len(keys), leaf["code"]
        assert all(SLUG.fullmatch(key) for key in keys), leaf["code"]
        assert all(1 <= step["minutes"] <= 60 for step in leaf["steps"]), leaf["code"]


@pytest.mark.requirement("TRI-02")
def test_a_leaf_has_twenty_to_fifty_words_in_both_languages_and_shares_each_with_two_others_at_most() -> None:
    sorted_leaves = [leaf for leaf in LEAVES if leaf["code"] != "other"]

    shared = Counter(word for leaf in sorted_leaves for word in set(words_of(leaf)))

    assert [word for word, times in shared.items() if times > 3] == []
    for leaf in sorted_leaves:
        words = words_of(leaf)
        assert 20 <= len(words) <= 50, leaf["code"]
        assert len(set(words)) == len(words), leaf["code"]
        assert sum(bool(HAN.search(word)) for word in words) >= 8, leaf["code"]
        assert sum(word.isascii() for word in words) >= 8, leaf["code"]
        assert all(word == word.casefold().strip() for word in words), leaf["code"]


@pytest.mark.requirement("WRK-08")
def test_the_replies_of_the_process_documents_are_there() -> None:
    reply_codes = [reply["code"] for reply in REPLIES]

    kinds = ("calm_", "like_", "steps_", "progress")
    single = {
        "acknowledgement",
        "missing_facts",
        "is_it_solved",
        "closed",
        "out_of_scope",
        "self_help",
        "workaround",
    }

    assert len(set(reply_codes)) == len(reply_codes) >= 25
    assert single <= set(reply_codes)
    assert all(sum(code.startswith(kind) for code in reply_codes) >= 3 for kind in kinds)


def test_a_reply_uses_known_placeholders_and_the_same_in_both_languages() -> None:
    for reply in REPLIES:
        chinese, english = (
            set(re.findall(r"\{\{(\w+)\}\}", reply[f"body_{language}"])) for language in ("zh", "en")
        )
        assert chinese == english <= PLACEHOLDERS, reply["code"]


def test_every_text_is_there_in_chinese_and_in_english() -> None:
    told = [*CATEGORIES, *REPLIES]

    chinese, english = list(texts_of(told, "_zh")), list(texts_of(told, "_en"))

    assert len(chinese) == len(english) > 700
    assert all(chinese)
    assert all(english)
    assert [text for text in english if HAN.search(text) or FULL_WIDTH.search(text)] == []


def test_chinese_is_set_with_full_width_signs_and_no_blank_beside_latin_letters() -> None:
    texts = [*texts_of([*CATEGORIES, *REPLIES], "_zh"), *texts_of(CATEGORIES, "zh")]

    assert [text for text in texts if BAD_STYLE.search(text)] == []
