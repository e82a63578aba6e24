import json
from pathlib import Path

import pytest

from bihuan.ground.catalogue.conditions import Rule, is_sound, looked_at, standings

CASES = json.loads((Path(__file__).parent / "conditions.json").read_text("utf-8"))
JAM = {"field": "symptom", "is": "equals", "value": "jam"}

pytestmark = pytest.mark.requirement("TRI-01")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_shown_and_required_follows_from_the_answers(case):
    rules = [Rule(**rule) for rule in case["rules"]]

    found = standings(rules, case["answers"])

    assert [key for key, one in found.items() if one.is_shown] == case["shown"]
    assert [key for key, one in found.items() if one.is_required] == case["required"]


@pytest.mark.parametrize(
    "condition",
    [
        {},
        JAM,
        {"field": "symptom", "is": "filled"},
        {"field": "symptom", "is": "one_of", "values": ["jam"]},
        {"all": [JAM, {"any": [JAM, JAM]}]},
    ],
)
def test_a_condition_of_the_language_is_sound(condition):
    assert is_sound(condition, {"symptom"})


@pytest.mark.parametrize(
    "condition",
    [
        None,
        "symptom == 'jam'",
        [JAM],
        {"field": "later", "is": "filled"},
        {"field": "symptom", "is": "like", "value": "jam"},
        {"field": "symptom", "is": "equals"},
        {"field": "symptom", "is": "one_of", "values": []},
        JAM | {"eval": "1"},
        {"all": [JAM], "any": [JAM]},
        {"all": JAM},
        {"any": [{}]},
        {"all": [{"all": [{"all": [{"all": [JAM]}]}]}]},
    ],
)
def test_anything_else_is_refused(condition):
    assert not is_sound(condition, {"symptom"})


def test_a_condition_tells_what_it_looks_at():
    assert looked_at({"any": [JAM, {"all": [{"field": "others", "is": "filled"}]}]}) == {"symptom", "others"}
