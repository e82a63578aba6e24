import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.flow.dispatch.choosing import Candidate, Cause, choose, explain

pytestmark = pytest.mark.requirement("DIS-02")


def nine(minute: int) -> datetime:
    return datetime(2026, 9, 28, 1, minute, tzinfo=UTC)


def candidate(
    person: int = 1, *, call: bool = False, mastery: int = 0, load: int = 0, last: int | None = None
) -> Candidate:
    return Candidate(person, f"坐席{person}", call, mastery, load, None if last is None else nine(last))


@pytest.mark.parametrize(
    ("candidates", "chosen", "why"),
    [
        ([], None, "nobody is on duty"),
        ([candidate(1)], 1, "the only one"),
        ([candidate(1, mastery=1), candidate(2, mastery=3)], 2, "who knows it better"),
        ([candidate(1, mastery=3, load=9), candidate(2, mastery=1, load=0)], 1, "skill before load"),
        ([candidate(1, load=3), candidate(2, load=1)], 2, "the lighter load"),
        ([candidate(1, last=30), candidate(2, last=10)], 2, "who has waited longer"),
        ([candidate(1, last=30), candidate(2)], 2, "who has never had any"),
        ([candidate(1, call=True, mastery=3), candidate(2, load=9)], 2, "a shift before on call"),
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


candidates = st.builds(
    candidate,
    st.integers(1, 50),
    call=st.booleans(),
    mastery=st.integers(0, 6),
    load=st.integers(0, 9),
    last=st.none() | st.integers(0, 59),
)


@given(st.lists(candidates, unique_by=lambda one: one.person))
def test_the_choice_does_not_hang_on_the_order_in_which_they_come_and_heads_its_own_explanation(those):
    chosen = choose(those)

    assert choose(reversed(those)) == chosen
    rows = explain(Cause.CATEGORY, those)["candidates"]
    assert [row["person"] for row in rows][:1] == ([chosen.person] if chosen else [])
    assert len(rows) == len(those)


@given(st.lists(candidates))
def test_an_explanation_can_be_kept_as_json(those):
    told = explain(Cause.WAITED, those)

    assert json.loads(json.dumps(told)) == told
