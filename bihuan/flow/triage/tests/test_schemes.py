"""Schemes and rules as sums, without a database."""

import pytest

from bihuan.flow.triage.raising import Matter, Rule, apply
from bihuan.flow.triage.schemes import CELLS, DELIVERED, THREE_LEVELS, USUAL

pytestmark = pytest.mark.requirement("TRI-03")

VIP = Rule(True, None, None, None, ("VIP", "VIP"))
FACTORY = Rule(False, 7, None, 2, ("工厂", "Factory"))
NETWORK = Rule(False, None, 3, 1, ("网络", "Network"))


@pytest.mark.parametrize("code", DELIVERED)
def test_each_delivered_scheme_begins_at_rank_1_and_its_matrix_gives_nothing_but_its_levels(code):
    scheme = DELIVERED[code]

    ranks = [level.rank for level in scheme.levels]
    assert (ranks[0], ranks) == (1, sorted(set(ranks)))
    assert {scheme.priority_of(*cell) for cell in CELLS} == set(ranks)
    assert all(
        scheme.priority_of(impact, urgency) <= scheme.priority_of(min(impact + 1, 3), min(urgency + 1, 3))
        for impact, urgency in CELLS
    )


def test_a_rank_that_a_scheme_leaves_out_is_called_as_the_level_above_it():
    assert [THREE_LEVELS.level(rank).zh for rank in (1, 2, 3, 4)] == ["特急", "紧急", "一般", "一般"]
    assert THREE_LEVELS.ranks_called_as(4) == THREE_LEVELS.ranks_called_as(3) == (3, 4)
    assert USUAL.ranks_called_as(3) == (3,)


@pytest.mark.parametrize(
    ("rules", "matter", "by_matrix", "priority", "names"),
    [
        ([VIP], Matter(is_vip=True), 3, 2, ["VIP"]),
        ([VIP], Matter(is_vip=True), 1, 1, []),  # nothing is above the first
        ([VIP], Matter(), 3, 3, []),
        ([FACTORY], Matter(departments=frozenset({7, 1})), 4, 2, ["Factory"]),
        ([FACTORY], Matter(departments=frozenset({7})), 1, 1, []),  # never less urgent
        ([FACTORY, VIP], Matter(True, frozenset({7})), 4, 1, ["Factory", "VIP"]),  # one after the other
        ([VIP, FACTORY], Matter(True, frozenset({7})), 4, 2, ["VIP", "Factory"]),
        ([NETWORK], Matter(categories=frozenset({3})), 3, 1, ["Network"]),
    ],
)
def test_rules_are_applied_in_their_order_to_what_the_one_before_made(
    rules, matter, by_matrix, priority, names
):
    impact, urgency = next(cell for cell in CELLS if USUAL.priority_of(*cell) == by_matrix)

    judged = apply(rules, matter, impact, urgency, USUAL)

    assert (judged.by_matrix, judged.priority) == (by_matrix, priority)
    assert [english for _chinese, english in judged.raised_for] == names


def test_one_level_more_is_one_of_the_scheme_in_force():
    assert apply([VIP], Matter(is_vip=True), 3, 3, THREE_LEVELS).priority == 2
