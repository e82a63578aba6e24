"""The people of every test: 林 asks, 陈 answers, 王 leads the experts, 周 administers. The day is always the same."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.ground.people.models import Grant, Membership, Person, Team
from bihuan.ground.people.rights import Role
from bihuan.kit.events.stamp import Stamp

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROLES = {"陈": Role.FIRST_LINE, "王": Role.TEAM_LEAD, "周": Role.ADMINISTRATOR, "赵": Role.MANAGEMENT}
USERNAMES = {"林": "lin", "陈": "chen", "王": "wang", "周": "zhou", "赵": "zhao", "路人": "stranger"}
TEAMS = {"desk": ("服务台", "Service desk", 1), "desktop": ("桌面组", "Desktop team", 2)}
MEMBERS = {"陈": ("desk", False), "王": ("desktop", True)}


def at(text: str) -> datetime:
    """Return a time of Monday, 28 September 2026, in Shanghai; or of another day: `2026-09-29 10:00`."""
    return datetime.fromisoformat(text if "-" in text else f"2026-09-28 {text}").replace(tzinfo=SHANGHAI)


def person(name: str, **more: object) -> Person:
    """Return somebody of the cast, made on first call, with the role and the team that go with the name."""
    username = USERNAMES.get(name, name)
    fields = {"name": name, "email": f"{username}@yunhe.example", "joined_at": at("08:00")} | more
    found, is_new = Person.objects.get_or_create(username=username, defaults=fields)
    if is_new and name in ROLES:
        Grant.objects.create(person=found, role=ROLES[name], since=at("08:00"))
    if is_new and name in MEMBERS:
        code, is_lead = MEMBERS[name]
        Membership.objects.create(team=team(code), person=found, is_lead=is_lead)
    return found


def team(code: str) -> Team:
    name_zh, name_en, tier = TEAMS[code]
    return Team.objects.get_or_create(
        code=code, defaults={"name_zh": name_zh, "name_en": name_en, "tier": tier}
    )[0]


def stamp(clock: str, by: str = "陈", via: str = "web") -> Stamp:
    return Stamp(by=person(by), at=at(clock), via=via)
