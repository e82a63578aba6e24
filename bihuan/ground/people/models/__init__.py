from bihuan.ground.people.models.demo import DemoCompany
from bihuan.ground.people.models.department import Department
from bihuan.ground.people.models.person import Grant, Person
from bihuan.ground.people.models.team import Mastery, Membership, Skill, Team, skill_levels

__all__ = [
    "DemoCompany",
    "Department",
    "Grant",
    "Mastery",
    "Membership",
    "Person",
    "Skill",
    "Team",
    "skill_levels",
]
