"""What a desk is delivered with reads well in both languages and fits together. Plain Python, no database."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

DELIVERED = Path(__file__).parents[1] / "delivered"
HAN = re.compile(r"[\u4e00-\u9fff]")
BAD_STYLE = re.compile(
    r"[\u4e00-\u9fff](?:[,;:!?(]|\.(?!\w)| [A-Za-z0-9])|[A-Za-z0-9] [\u4e00-\u9fff]|\)[\u4e00-\u9fff]"
)


def rows(name: str) -> list[dict[str, Any]]:
    told = tomllib.loads((DELIVERED / f"{name}s.toml").read_text(encoding="utf-8"))
    return list(told[name])


def test_the_teams_are_the_desk_and_the_four_of_the_process_documents() -> None:
    teams = {team["code"]: team["tier"] for team in rows("team")}

    assert teams == {"desk": 1, "desktop": 2, "network": 2, "application": 2, "systems": 2}


def test_each_code_stands_once() -> None:
    for name in ("team", "skill"):
        codes = [row["code"] for row in rows(name)]

        assert len(set(codes)) == len(codes), name


def test_every_text_is_there_in_chinese_and_in_english() -> None:
    told = [row for name in ("team", "skill") for row in rows(name)]

    chinese = [text for row in told for key, text in row.items() if key.endswith("_zh")]
    english = [text for row in told for key, text in row.items() if key.endswith("_en")]

    assert len(chinese) == len(english) > 0
    assert all(HAN.search(text) for text in chinese)
    assert not any(HAN.search(text) for text in english)


def test_chinese_is_set_with_full_width_signs_and_no_blank_beside_latin_letters() -> None:
    texts = [
        row[key] for name in ("team", "skill") for row in rows(name) for key in row if key.endswith("_zh")
    ]

    assert [text for text in texts if BAD_STYLE.search(text)] == []
