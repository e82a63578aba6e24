"""Who of the company a story is about: somebody whom the scenario fits, and agents who know the matter."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from bihuan.front.ops.demo.company import ENGLISH, Colleague, Company
from bihuan.front.ops.demo.telling.catalogue import Leaf
from bihuan.front.ops.demo.telling.scenario import Scenario

DESK = "desk"
# Times as often as others: whoever looks around by that log-in finds something, and something that is new.
SHOWN_ASKS, SHOWN_ASKS_LATELY = 3, 30
SPEAKS = ("english", 2)  # skill and level from which an agent writes to people in English


def who_asks(scenario: Scenario, company: Company, rng: random.Random, *, is_recent: bool) -> Colleague:
    wanted = scenario.source.get("departments")
    fitting = [
        colleague
        for colleague in company.askers
        if colleague.language == scenario.language and (not wanted or colleague.department in wanted)
    ]
    often = SHOWN_ASKS_LATELY if is_recent else SHOWN_ASKS
    return rng.choices(fitting, [often if one.is_demo_login else 1 for one in fitting])[0]


def who_answers(leaf: Leaf, language: str, at: datetime, company: Company, rng: random.Random) -> Colleague:
    """Return a member of the leaf's team who is on shift at that hour, the more skilled the likelier."""
    members = [c for c in company.members(leaf.team) if leaf.team != DESK or not dict(c.teams)[DESK]]
    clock = f"{at:%H:%M}"
    on_shift = {t.person for t in company.turns if t.kind == "shift" and t.begins <= clock < t.ends}
    return _skilled([c for c in members if c.username in on_shift] or members, leaf, language, rng)


def who_knows(leaf: Leaf, team: str, language: str, company: Company, rng: random.Random) -> Colleague:
    """Return an expert of the team, the more skilled the likelier."""
    return _skilled(company.members(team), leaf, language, rng)


def _skilled(members: Sequence[Colleague], leaf: Leaf, language: str, rng: random.Random) -> Colleague:
    if language == ENGLISH:
        members = [c for c in members if dict(c.skills).get(SPEAKS[0], 0) >= SPEAKS[1]] or members
    weights = [1 + 2 * sum(dict(c.skills).get(skill, 0) for skill in leaf.skills) for c in members]
    return rng.choices(members, weights)[0]
