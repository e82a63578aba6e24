from __future__ import annotations

import re
from collections import Counter

from bihuan.front.ops.demo.company import CHINESE, ENGLISH, company
from bihuan.front.ops.tests.house_style import faults
from bihuan.ground.people.rights import Role

YUNHE = company(7)


def test_the_same_seed_gives_the_same_company_and_another_seed_another() -> None:
    assert company(7) == YUNHE
    assert company(8) != YUNHE
    assert [p for p in company(8).people if p.is_agent] == [p for p in YUNHE.people if p.is_agent]


def test_three_hundred_people_have_names_numbers_and_addresses_of_their_own() -> None:
    for field in ("username", "name", "email", "phone", "mobile", "staff_no", "location"):
        assert len({getattr(person, field) for person in YUNHE.people}) == 300, field


def test_addresses_and_numbers_are_plainly_invented() -> None:
    for person in YUNHE.people:
        assert re.fullmatch(r"[a-z.0-9]+@yunhe\.example", person.email)
        assert re.fullmatch(r"139-0000-\d{4}", person.mobile)
        assert re.fullmatch(r"6\d{3}", person.phone)


def test_departments_make_a_tree_of_three_levels_in_which_everybody_has_a_place() -> None:
    parents = {department.code: department.parent for department in YUNHE.departments}

    depths = {
        1 + (parent is not None) + (parents.get(parent or "") is not None) for parent in parents.values()
    }

    assert depths == {1, 2, 3}
    assert [code for code, parent in parents.items() if parent is None] == ["yunhe"]
    assert {person.department for person in YUNHE.people} <= set(parents)
    assert all(list(parents).index(parent) < at for at, parent in enumerate(parents.values()) if parent)


def test_some_write_english_and_some_are_important() -> None:
    languages = Counter(person.language for person in YUNHE.people)

    assert languages == {CHINESE: 275, ENGLISH: 25}
    assert sum(person.is_vip for person in YUNHE.people) == 8
    assert all(not faults(p.location, is_chinese=p.language == CHINESE) for p in YUNHE.people)


def test_twenty_four_agents_hold_the_roles_of_the_desk() -> None:
    agents = [person for person in YUNHE.people if person.is_agent]

    roles = Counter(role for agent in agents for role in agent.roles)

    assert len(agents) == 24
    assert set(roles) == set(Role)
    assert roles == {
        "first_line": 9,
        "second_line": 12,
        "team_lead": 5,
        "process_manager": 1,
        "management": 1,
        "administrator": 1,
    }


def test_each_team_has_one_lead_and_somebody_who_answers_in_english() -> None:
    for team in ("desk", "desktop", "network", "application", "systems"):
        members = YUNHE.members(team)
        assert sum(dict(member.teams)[team] for member in members) == 1, team
        assert any(dict(member.skills).get("english", 0) >= 2 for member in members), team


def test_each_role_and_one_who_asks_has_a_log_in_to_try() -> None:
    doors = [person for person in YUNHE.people if person.is_demo_login]

    assert {role for person in doors for role in person.roles} == set(Role)
    assert any(not person.roles for person in doors)


def test_somebody_of_the_desk_has_a_turn_at_every_hour_of_the_week() -> None:
    turns = [turn for turn in YUNHE.turns if turn.team == "desk"]

    for weekday in range(7):
        for hour in range(24):
            clock = f"{hour:02}:30"
            now = [t for t in turns if weekday in t.weekdays and t.begins <= clock < t.ends]
            over_night = [
                t
                for t in turns
                if t.ends <= t.begins
                and (
                    (weekday in t.weekdays and clock >= t.begins)
                    or ((weekday - 1) % 7 in t.weekdays and clock < t.ends)
                )
            ]
            at_weekend = weekday > 4 and 8 <= hour < 20
            assert now or over_night or at_weekend, (weekday, clock)


def test_turns_are_those_of_members() -> None:
    for turn in YUNHE.turns:
        assert turn.team in dict(YUNHE.by_username[turn.person].teams)
        assert turn.kind in {"shift", "on_call"}
