from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bihuan.front.ops.demo import company as demo
from bihuan.front.ops.demo.telling.catalogue import Leaf, leaves
from bihuan.front.ops.demo.telling.scenario import Line, Path_, Scenario, scenarios

SCENARIOS = {scenario.code: scenario for scenario in scenarios()}
ARTICLES = {file.name.partition(".")[0] for file in (Path(demo.__file__).parent / "articles").glob("*.md")}
WHO = {"agent", "person", "note", "vendor", "ask", "answer", "try", "escalate", "accept", "back"}
RESULTS = {"helped", "no_effect", "not_applicable", "could_not"}
TEAMS = {"桌面组": "desktop", "网络组": "network", "应用组": "application", "系统组": "systems"}

each = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)


def lines_of(scenario: Scenario) -> Iterator[tuple[Path_, Line]]:
    for path in (*scenario.paths, *scenario.again):
        for line in path.lines:
            yield path, line


def facts_of(scenario: Scenario, path: Path_) -> Mapping[str, Any]:
    return scenario.telling(path).get("answers", {})


def leaf_of(scenario: Scenario) -> Leaf:
    return leaves()[scenario.category]


def test_there_are_more_than_a_hundred_and_ten_and_twenty_five_are_english() -> None:
    languages = [scenario.language for scenario in SCENARIOS.values()]

    assert len(SCENARIOS) == len(languages) == len(scenarios())
    assert languages.count("zh-hans") >= 85
    assert languages.count("en") >= 25


def test_every_leaf_of_the_catalogue_is_asked_for() -> None:
    assert {scenario.category for scenario in SCENARIOS.values()} == set(leaves())


@each
def test_a_scenario_is_declined_or_tells_how_it_is_solved(scenario: Scenario) -> None:
    wanted = {"cause", "solution", "verification", "minutes"}

    assert scenario.is_declined != bool(scenario.paths)
    assert all(wanted <= set(path.solve) for path in (*scenario.paths, *scenario.again))
    assert all("words" in path.solve for path in scenario.again)


@each
def test_its_facts_fill_fields_of_the_form(scenario: Scenario) -> None:
    leaf = leaf_of(scenario)

    for path in scenario.paths:
        facts = facts_of(scenario, path)
        assert leaf.required <= set(facts) <= set(leaf.types)
        assert all(isinstance(fact, bool) == (leaf.types[key] == "bool") for key, fact in facts.items())


@each
def test_its_script_works_the_check_list_of_its_category(scenario: Scenario) -> None:
    leaf = leaf_of(scenario)

    for path, line in lines_of(scenario):
        assert line.who in WHO
        if line.who == "try":
            step, result = line.words
            assert step in leaf.minutes
            assert result in RESULTS
        if line.who == "ask":
            assert set(line.words) <= set(facts_of(scenario, path))


@each
def test_nothing_is_escalated_untried_nor_to_another_team_than_it_says(scenario: Scenario) -> None:
    for path in scenario.paths:
        before: set[str] = set()
        for line in path.lines:
            if line.who == "escalate":
                team = line.words[0] if line.words else leaf_of(scenario).escalates_to
                assert "try" in before
                assert {code for name, code in TEAMS.items() if name in line.text} <= {team}
            before.add(line.who)
        assert path.is_escalated == bool(before & {"accept", "back"})


@each
def test_articles_it_links_exist(scenario: Scenario) -> None:
    linked = {str(path.solve.get("article", "")) for path in (*scenario.paths, *scenario.again)}
    linked |= {str(scenario.source.get("article", ""))}
    guides = {case.get("guide", "") for case in scenario.source.get("cases", [])}

    plain = {slug for slug in linked | guides if slug and not re.search(r"\{", slug)}

    assert plain <= ARTICLES
