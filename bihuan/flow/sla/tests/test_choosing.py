import pytest

from bihuan.flow.sla.choosing import Condition, Conditions, Matter, fits, misfits

NETWORK, VPN, SALES, EAST = 1, 2, 7, 8
MATTER = Matter(
    priority=2,
    channel="email",
    categories=frozenset({NETWORK, VPN}),
    departments=frozenset({SALES, EAST}),
    person=5,
    is_vip=False,
)


@pytest.mark.requirement("SLA-01")
@pytest.mark.parametrize(
    ("asked", "stands_against", "why"),
    [
        ({}, [], "what asks nothing is for all"),
        ({"priorities": frozenset({1, 2})}, [], "one of several priorities"),
        ({"priorities": frozenset({1})}, ["priority"], "another priority"),
        ({"category": VPN}, [], "the category itself"),
        ({"category": NETWORK}, [], "the branch above it"),
        ({"category": 3}, ["category"], "another category"),
        ({"channels": frozenset({"phone"})}, ["channel"], "another channel"),
        ({"department": SALES}, [], "a department above the person's"),
        ({"department": 9}, ["department"], "another department"),
        ({"person": 5, "channels": frozenset({"email"})}, [], "the person, on the channel"),
        ({"person": 6, "is_for_vips": True}, ["person", "vip"], "all that stands against it is told"),
    ],
)
def test_a_policy_says_all_that_stands_against_it(asked, stands_against, why):
    conditions = Conditions(**asked)

    assert list(misfits(conditions, MATTER)) == stands_against, why
    assert fits(conditions, MATTER) is not bool(stands_against)


def test_every_condition_can_stand_against_a_policy():
    picky = Conditions(frozenset({4}), frozenset({"phone"}), 3, 9, 6, True)

    assert list(misfits(picky, MATTER)) == list(Condition)
