"""The demo company Yunhe 云禾: 300 invented people, their departments, and the rosters of the desk. Plain Python."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bihuan.kit.text.pinyin import spelling

CHINESE, ENGLISH = "zh-hans", "en"
VIP_POSTS = ("executive", "finance", "sales", "rd", "production")  # the first of each is an important person
SOURCE = Path(__file__).with_name("company.toml")
PLACES_EN = {"A座": "Tower A", "B座": "Tower B", "一号厂房": "Plant 1", "二号厂房": "Plant 2"}


@dataclass(frozen=True)
class Department:
    code: str
    name_zh: str
    name_en: str
    parent: str | None


@dataclass(frozen=True)
class Colleague:
    username: str
    name: str
    name_en: str
    email: str
    phone: str
    mobile: str
    staff_no: str
    department: str
    location: str
    floor: str  # the part of the location that others share: A座6楼
    language: str
    is_vip: bool = False
    is_demo_login: bool = False
    roles: tuple[str, ...] = ()
    teams: tuple[tuple[str, bool], ...] = ()  # (team, is its lead)
    skills: tuple[tuple[str, int], ...] = ()  # (skill, level 1 to 3)

    @property
    def is_agent(self) -> bool:
        return bool(self.roles)


@dataclass(frozen=True)
class Turn:
    """Somebody's weekly turn; one whose end is not after its beginning runs into the next morning."""

    team: str
    person: str  # username
    kind: str  # shift: on working days only; on_call: whatever day it is
    weekdays: tuple[int, ...]  # Monday is 0
    begins: str  # HH:MM on the company's wall clock
    ends: str
    pattern: str  # what the turn is called, by its code


@dataclass(frozen=True)
class Company:
    departments: tuple[Department, ...]  # a parent before its children
    people: tuple[Colleague, ...]
    turns: tuple[Turn, ...]

    @cached_property
    def by_username(self) -> dict[str, Colleague]:
        return {colleague.username: colleague for colleague in self.people}

    @cached_property
    def department_names(self) -> dict[str, tuple[str, str]]:
        """Return code → (Chinese, English)."""
        return {department.code: (department.name_zh, department.name_en) for department in self.departments}

    @cached_property
    def askers(self) -> tuple[Colleague, ...]:
        return tuple(colleague for colleague in self.people if not colleague.is_agent)

    def members(self, team: str) -> tuple[Colleague, ...]:
        return tuple(colleague for colleague in self.people if team in dict(colleague.teams))


def company(seed: int) -> Company:
    """Return the company; agents, guests and departments are the same for every seed, the others are drawn."""
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    people = tuple(_Hiring(source, random.Random(seed)).everybody())  # noqa: S311 - a demo, not a secret
    usernames = {colleague.name: colleague.username for colleague in people}
    return Company(tuple(_departments(source)), people, tuple(_turns(source, usernames)))


def _departments(source: dict[str, Any]) -> Iterator[Department]:
    for row in source["department"]:
        yield Department(row["code"], row["name_zh"], row["name_en"], row.get("parent"))


def _turns(source: dict[str, Any], usernames: dict[str, str]) -> Iterator[Turn]:
    for row in source["turn"]:
        span = {"begins": row["begins"], "ends": row["ends"], "weekdays": tuple(row["weekdays"])}
        for name in row["people"]:
            yield Turn(
                team=row["team"], person=usernames[name], kind=row["kind"], pattern=row["pattern"], **span
            )


class _Hiring:
    """Gives each person a name nobody else has, a number, a desk and an address, in the order of the source."""

    def __init__(self, source: dict[str, Any], rng: random.Random) -> None:
        self.source, self.rng = source, rng
        fixed = source["agent"] + source["asker"] + source["guest"]
        self.names = {row["name"] for row in fixed}
        self.usernames: set[str] = set()
        self.hired = 0

    def everybody(self) -> Iterator[Colleague]:
        """Yield agents first, so that their log-ins are the same for every seed."""
        places = {row["code"]: row for row in self.source["department"]}
        for row in self.source["agent"]:
            yield self._hire(row, places["it"])
        for place in self.source["department"]:
            rows = [*self._fixed("guest", place["code"]), *self._fixed("asker", place["code"])]
            drawn = place.get("people", 0) - len(rows)
            rows += [{"name": self._new_name(place["women"])} for _ in range(drawn)]
            if place["code"] in VIP_POSTS:
                boss = next(row for row in rows if "writes_english" not in row)
                boss["is_vip"] = True
            for row in rows:
                yield self._hire(row, place)

    def _fixed(self, kind: str, department: str) -> list[dict[str, Any]]:
        return [
            {**row, "writes_english": kind == "guest"}
            for row in self.source[kind]
            if row["department"] == department
        ]

    def _new_name(self, women: float) -> str:
        lists = self.source["names"]
        while True:
            given = self.rng.choice(lists["women"] if self.rng.random() < women else lists["men"])
            surname = lists["surnames"][
                int(self.rng.random() ** 2 * len(lists["surnames"]))
            ]  # the first are common
            name: str = surname + given
            if name not in self.names:
                self.names.add(name)
                return name

    def _hire(self, row: dict[str, Any], place: dict[str, Any]) -> Colleague:
        self.hired += 1
        username = self._username(row)
        is_english = row.get("writes_english", False)
        floor = _floor(place["place"], is_english=is_english)
        return Colleague(
            username=username,
            name=row["name"],
            name_en=row.get("name_en") or _name_en(row["name"]),
            email=f"{username}@{self.source['mail_domain']}",
            phone=str(6100 + self.hired),
            mobile=f"139-0000-{self.hired * 7 + 1203:04}",
            staff_no=f"YH{10_000 + self.hired * 3}",
            department=place["code"],
            location=f"{floor}, desk {self.hired:03}" if is_english else f"{floor}{self.hired:03}号工位",
            floor=floor,
            language=ENGLISH if is_english else CHINESE,
            is_vip=row.get("is_vip", False),
            is_demo_login=row.get("is_demo_login", False),
            **_at_the_desk(row),
        )

    def _username(self, row: dict[str, Any]) -> str:
        """Return the name in Latin letters, with a number where a colleague has the same."""
        latin = row.get("name_en") or row["name"]
        wanted = ".".join(latin.lower().split()) if latin.isascii() else spelling(latin)
        username, times = wanted, 1
        while username in self.usernames:
            times += 1
            username = f"{wanted}{times}"
        self.usernames.add(username)
        return username


def _at_the_desk(row: dict[str, Any]) -> dict[str, Any]:
    """Return roles, teams and skills of an agent; nothing for others."""
    skills = (skill.split(":") for skill in row.get("skills", ()))
    return {
        "roles": tuple(row.get("roles", ())),
        "teams": ((row["team"], row.get("is_lead", False)),) if "team" in row else (),
        "skills": tuple((code, int(level)) for code, level in skills),
    }


def _floor(place: list[str], *, is_english: bool) -> str:
    building, floor = place
    if is_english:
        name = PLACES_EN.get(building, "Hong Kong office")
        return f"{name}, floor {floor}" if floor else name
    return f"{building}{floor}楼" if floor else building


def _name_en(name: str) -> str:
    """Return a Chinese name as it stands on a business card: Wang Jianning."""
    if name.isascii():
        return name
    return f"{spelling(name[0]).title()} {spelling(name[1:]).title()}"
