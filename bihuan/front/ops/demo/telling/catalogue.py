"""The delivered catalogue, as far as a story needs it: what a category asks for, and whose it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Leaf:
    code: str
    kind: str  # incident, request or question
    team: str
    escalates_to: str
    skills: tuple[str, ...]
    labels: Mapping[str, tuple[str, str]]  # field → its label in Chinese and in English
    asks: Mapping[str, tuple[str, str]]  # field → the question in Chinese and in English
    types: Mapping[str, str]  # field → text, longtext, choice, number, bool or date
    required: frozenset[str]
    minutes: Mapping[str, int]  # step of the check list → how long it usually takes


@cache
def leaves() -> Mapping[str, Leaf]:
    """Return code → leaf of the delivered catalogue."""
    source = (
        files("bihuan.ground.catalogue").joinpath("delivered", "categories.toml").read_text(encoding="utf-8")
    )
    rows = [row for row in tomllib.loads(source)["category"] if "team" in row]
    return {
        row["code"]: Leaf(
            code=row["code"],
            kind=row["kind"],
            team=row["team"],
            escalates_to=row["escalates_to"],
            skills=tuple(row["skills"]),
            labels={field["key"]: (field["label_zh"], field["label_en"]) for field in row["fields"]},
            asks={field["key"]: (field["ask_zh"], field["ask_en"]) for field in row["fields"]},
            types={field["key"]: field["type"] for field in row["fields"]},
            required=frozenset(field["key"] for field in row["fields"] if field["is_required"]),
            minutes={step["key"]: step["minutes"] for step in row["steps"]},
        )
        for row in rows
    }
