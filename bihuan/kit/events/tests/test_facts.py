from dataclasses import FrozenInstanceError, dataclass, replace
from datetime import UTC, datetime

import pytest

from bihuan.kit.events.facts import Facts
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp


@dataclass(frozen=True)
class Painted(Facts, kind="wall.painted"):
    wall: int
    colour: str = "white"  # came later than the kind, and so has a default


@pytest.fixture(autouse=True, scope="module")
def _forgotten_afterwards():
    yield
    del Facts.by_kind["wall.painted"]


def test_what_is_stored_is_read_back_as_it_was_said():
    said = Painted(wall=3, colour="green")

    assert Facts.from_json("wall.painted", said.to_json()) == said


@pytest.mark.requirement("REC-08")
def test_a_fact_written_before_a_field_came_is_read_with_its_default():
    assert Facts.from_json("wall.painted", {"wall": 3}) == Painted(wall=3, colour="white")


@pytest.mark.requirement("REC-08")
def test_a_field_that_a_later_version_added_is_passed_over():
    assert Facts.from_json("wall.painted", {"wall": 3, "colour": "red", "by_robot": True}) == Painted(
        3, "red"
    )


def test_two_kinds_of_one_name_are_refused():
    with pytest.raises(TypeError, match=r"wall\.painted"):

        class Whitewashed(Facts, kind="wall.painted"):
            pass

    assert Facts.by_kind["wall.painted"] is Painted


def test_a_kind_that_was_never_said_is_an_error_and_not_a_guess():
    with pytest.raises(KeyError):
        Facts.from_json("wall.torn_down", {})


def test_facts_do_not_change():
    with pytest.raises(FrozenInstanceError):
        Painted(3).wall = 4


def test_a_stamp_given_a_reason_keeps_who_when_and_by_which_door():
    stamp = Stamp(by=None, at=datetime(2026, 9, 28, tzinfo=UTC), via="web")

    assert stamp.because("问过") == replace(stamp, why="问过")
    assert stamp.why == ""


def test_what_a_rule_does_in_answer_is_signed_by_nobody_at_the_same_moment_and_without_the_persons_reason():
    stamp = Stamp(by=object(), at=datetime(2026, 9, 28, tzinfo=UTC), via="web", why="因为")

    assert stamp.by_the_house("triage") == Stamp(by=None, at=stamp.at, via="triage")


def test_a_refusal_tells_a_program_its_code_and_the_fields():
    refused = Refused("还缺时间", {"wakes_at": "needed"})

    assert (str(refused), refused.code, refused.status, refused.fields) == (
        "还缺时间",
        "refused",
        409,
        {"wakes_at": "needed"},
    )
