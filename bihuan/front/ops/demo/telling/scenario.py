"""Scenarios: what people ask the desk, written by hand in `scenarios/*.toml`, from which stories are told.

A scenario has titles and descriptions (and `phone`: the same as an agent notes a call), `cases` (slots that only make
sense together), `slots` (each drawn alone), `answers` (form field → what is the case), and ways in which it can go:
`paths`, `again` (when it was not solved after all, with the person's `words`), or `declined` with a `template`. A path
may have titles, descriptions, phone, slots and answers of its own. Rarer: urgency, impact, departments, weight,
channels, hurry, when = "month_end", burst (so many report it at once), is_away (the person is outside), and what
becomes of the knowledge: article, or why none is needed, and the title of one that may be drafted.

A path's script is a list of lines `who: text`, in order:

    agent: … | person: … | note: …      what is written; note is for colleagues only
    ask KEY,KEY: …                       the agent asks for these form fields (no text: the usual words)
    answer: …                            the person answers
    try STEP RESULT: …                   a step of the category's check list
    escalate: … | accept: | back: …      to the second line, taken there, or sent back with a reason
    vendor: …                            a note; the ticket then waits for a vendor or a part

`@N` after who (`agent @240: …`) means about N working minutes after the line before. Texts hold slots `{device}` and
choices `[one|another]`, see `wording`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "scenarios"
LINE = re.compile(r"(?P<who>[a-z]+)(?: (?P<rest>[\w, ]+?))?(?: @(?P<wait>\d+))?: ?(?P<text>.*)", re.DOTALL)
KNOWLEDGE = ("article", "why", "drafted")
OWN = {"titles", "descriptions", "phone", "answers", "slots", "hurry"}
MERGED = ("answers", "slots")  # a path's own are put over the scenario's, one by one
LANGUAGES = {"zh": "zh-hans", "en": "en"}
CHANNELS = {"portal": 45, "email": 32, "phone": 23}


@dataclass(frozen=True)
class Line:
    who: str
    words: tuple[str, ...]  # what stands after who: field keys, or step and result
    wait: int | None  # minutes
    text: str


@dataclass(frozen=True)
class Path_:
    """One way in which the ticket can go: what is said and done, and how it is solved."""

    share: float
    lines: tuple[Line, ...]
    solve: Mapping[str, Any]  # cause, solution, verification, minutes; article, why or drafted; workaround
    own: Mapping[str, Any]  # what stands here instead of in the scenario: titles, descriptions, answers …

    @property
    def is_escalated(self) -> bool:
        return any(line.who == "escalate" for line in self.lines)


@dataclass(frozen=True)
class Scenario:
    code: str
    language: str
    source: Mapping[str, Any]
    paths: tuple[Path_, ...]
    again: tuple[Path_, ...]  # what happens when the person says that it was not solved

    @property
    def category(self) -> str:
        return str(self.source["category"])

    @property
    def weight(self) -> float:
        return float(self.source.get("weight", 1.0))

    @property
    def is_declined(self) -> bool:
        return "declined" in self.source

    @property
    def burst(self) -> int:
        """Return how many people report the same fault at once; 0 where each ticket stands alone."""
        return int(self.source.get("burst", 0))

    def telling(self, path: Path_ | None) -> Mapping[str, Any]:
        """Return the words and facts as they stand when the ticket goes this way."""
        if path is None:
            return self.source
        merged = {**self.source, **path.own}
        for key in MERGED:
            merged[key] = {**self.source.get(key, {}), **path.own.get(key, {})}
        if "descriptions" in path.own and "phone" not in path.own:
            merged.pop("phone", None)
        return merged

    @property
    def can_escalate(self) -> bool:
        return any(path.is_escalated for path in self.paths)


def channels(source: Mapping[str, Any]) -> dict[str, float]:
    """Return channel → weight; nothing comes by phone that has no words for it."""
    wanted: Mapping[str, float] = source.get("channels", CHANNELS)
    return {channel: weight for channel, weight in wanted.items() if channel != "phone" or "phone" in source}


def scenarios(folder: Path = FOLDER) -> tuple[Scenario, ...]:
    """Read all scenarios, in the order of files and rows.

    :raises ValueError: naming the scenario with a line that cannot be read
    """
    return tuple(scenario for file in sorted(folder.glob("*.toml")) for scenario in _in_file(file))


def _in_file(file: Path) -> list[Scenario]:
    source = tomllib.loads(file.read_text(encoding="utf-8"))
    language = LANGUAGES[source["language"]]
    return [_scenario(row, language) for row in source["scenario"]]


def _scenario(row: dict[str, Any], language: str) -> Scenario:
    paths = tuple(_path(row, path) for path in row.get("paths", []))
    again = tuple(_path(row, path) for path in row.get("again", []))
    return Scenario(row["code"], language, row, paths, again)


def _path(row: dict[str, Any], path: dict[str, Any]) -> Path_:
    lines = tuple(_line(row["code"], line) for line in path.get("script", []))
    knowledge: dict[str, Any] = {key: row[key] for key in KNOWLEDGE if key in row}
    settled = {key for key in KNOWLEDGE if key in path}
    solve: dict[str, Any] = {} if settled else {**knowledge}
    solve |= {key: path[key] for key in path if key not in {"script", "share", *OWN}}
    own = {key: path[key] for key in path if key in OWN}
    return Path_(float(path.get("share", 1.0)), lines, solve, own)


def _line(code: str, text: str) -> Line:
    if not (found := LINE.fullmatch(text.strip())):
        raise ValueError(f"scenario {code}: cannot read the line {text!r}")
    words = tuple(re.split(r"[, ]+", found["rest"])) if found["rest"] else ()
    return Line(found["who"], words, int(found["wait"]) if found["wait"] else None, found["text"])
