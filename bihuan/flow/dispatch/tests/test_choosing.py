import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.flow.dispatch.choosing import Candidate, Cause, Passed, Skilled, Wish, choose, explain

pytestmark = pytest.mark.requirement("DIS-02")


def nine(minute: int) -> datetime:
    return datetime(2026, 9, 28, 1, minute, tzinfo=UTC)


def candidate(
    person: int = 1,
    *,
    call: bool = False,
    mastery: int = 0,
    load: int = 0,
    last: int | None = None,
    skilled: int | None = None,
    helped: bool = False,
    taken: bool = False,
) -> Candidate:
    """Return one who may have six; `skilled`: his level in something of which two are required."""
    return Candidate(
        person,
        f"坐席{person}",
        call,
        mastery,
        load,
        None if last is None else nine(last),
        skills=() if skilled is None else (Skilled(7, skilled, 2),),
        helped_last=helped,
        is_taken=taken,
    )


@pytest.mark.parametrize(
    ("candidates", "chosen", "why"),
    [
        ([], None, "nobody is on duty"),
        ([candidate(1)], 1, "the only one"),
        ([candidate(1, mastery=1), candidate(2, mastery=3)], 2, "who knows it better"),
        ([candidate(1, mastery=3, load=5), candidate(2, mastery=1, load=0)], 1, "skill before load"),
        ([candidate(1, load=3), candidate(2, load=1)], 2, "the lighter load"),
        ([candidate(1, last=30), candidate(2, last=10)], 2, "who has waited longer"),
        ([candidate(1, last=30), candidate(2)], 2, "who has never had any"),
        ([candidate(1, call=True, mastery=3), candidate(2, load=5)], 2, "a shift before on call"),
        ([candidate(1, call=True), candidate(2, load=6)], None, "a full shift calls nobody in"),
        ([candidate(1, call=True), candidate(2, skilled=1)], 1, "who is on call, if no shift can do it"),
        ([candidate(1, load=6), candidate(2, load=7)], None, "all are full"),
        ([candidate(1, skilled=1), candidate(2, load=5, skilled=2)], 2, "only who reaches the level"),
        ([candidate(1, helped=True, load=4), candidate(2, mastery=3)], 1, "who helped last"),
        ([candidate(1, taken=True), candidate(2, load=3)], 2, "who is at hand"),
        (
            [candidate(1, call=True, load=2), candidate(2, call=True, load=1)],
            2,
            "on call where there is no shift",
        ),
        ([candidate(2), candidate(1)], 1, "the same one every time"),
    ],
)
def test_who_gets_it(candidates, chosen, why):
    found = choose(candidates)

    assert (found and found.person) == chosen, why


def test_equals_take_turns():
    last = dict.fromkeys((1, 2, 3), -1)
    turns = []
    for minute in range(9):
        chosen = choose([candidate(person, last=None if at < 0 else at) for person, at in last.items()])
        turns.append(chosen.person)
        last[chosen.person] = minute

    assert turns == [1, 2, 3] * 3


URGENT = Wish(is_urgent=True)


@pytest.mark.parametrize(
    ("candidates", "chosen", "why"),
    [
        ([candidate(1, load=9), candidate(2, load=7)], 2, "beyond the limit to who has least"),
        ([candidate(1, skilled=1, mastery=1), candidate(2, skilled=0)], 1, "to the best there is"),
        ([candidate(1, call=True), candidate(2, load=9)], 2, "a shift still goes first"),
    ],
)
def test_what_is_urgent_waits_for_neither_limit_nor_level(candidates, chosen, why):
    assert choose(candidates, URGENT).person == chosen, why


def test_who_gave_it_back_does_not_get_it_again_however_urgent():
    wish = Wish(is_urgent=True, not_to={1})

    assert choose([candidate(1), candidate(2, load=9)], wish).person == 2
    assert choose([candidate(1)], wish) is None


@pytest.mark.parametrize(
    ("chosen", "other", "why"),
    [
        (candidate(1), candidate(2, load=6), Passed.FULL),
        (candidate(1), candidate(2, skilled=1), Passed.SKILL),
        (candidate(1), candidate(2, taken=True), Passed.TAKEN),
        (candidate(1), candidate(2, call=True), Passed.ON_CALL),
        (candidate(1, helped=True), candidate(2), Passed.STRANGER),
        (candidate(1, mastery=2), candidate(2, mastery=1), Passed.LESS_SKILLED),
        (candidate(1), candidate(2, load=1), Passed.BUSIER),
        (candidate(1), candidate(2, last=3), Passed.SERVED),
    ],
)
def test_whoever_was_passed_over_is_told_why(chosen, other, why):
    rows = explain(Cause.CATEGORY, [other, chosen])["candidates"]

    assert [(row["person"], row.get("passed")) for row in rows] == [(1, None), (2, why)]


candidates = st.builds(
    candidate,
    st.integers(1, 50),
    call=st.booleans(),
    mastery=st.integers(0, 6),
    load=st.integers(0, 9),
    last=st.none() | st.integers(0, 59),
    skilled=st.none() | st.integers(0, 3),
    helped=st.booleans(),
    taken=st.booleans(),
)
wishes = st.builds(Wish, st.booleans(), st.frozensets(st.integers(1, 50)))


@given(st.lists(candidates, max_size=8, unique_by=lambda one: one.person), wishes)
def test_the_choice_does_not_hang_on_the_order_in_which_they_come_and_heads_its_own_explanation(those, wish):
    chosen = choose(those, wish)

    assert choose(reversed(those), wish) == chosen
    rows = explain(Cause.CATEGORY, those, wish)["candidates"]
    assert [row["person"] for row in rows if "passed" not in row] == ([chosen.person] if chosen else [])
    assert rows[0]["person"] == chosen.person if chosen else all(row["passed"] for row in rows)
    assert len(rows) == len(those)


@given(st.lists(candidates, max_size=8, unique_by=lambda one: one.person))
def test_nobody_is_given_more_than_the_limit_unless_it_is_urgent(those):
    chosen = choose(those)

    assert chosen is None or (chosen.load < chosen.limit and not chosen.is_taken)


@given(st.lists(candidates, max_size=8))
def test_an_explanation_can_be_kept_as_json(those):
    told = explain(Cause.WAITED, those)

    assert json.loads(json.dumps(told)) == told
