"""Write the company's people into the desk: departments, who may do what, teams, skills, rosters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from bihuan.front.ops.demo.company import Colleague, Company, Department, Turn
from bihuan.front.ops.demo.writing.changes import write_changes
from bihuan.ground.calendars.delivering import OFFICE
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.duty.models import Pattern, Rota
from bihuan.ground.people import models as people
from bihuan.ground.people.models import Grant, Mastery, Membership, Person, Skill, Team
from bihuan.kit.text import pinyin

JOINED_BEFORE = timedelta(days=400)


def write_staff(company: Company, password: str, at: datetime) -> dict[str, Person]:
    """Write everybody and return username → person. All share one password, which is hashed once."""
    departments = _departments(company.departments)
    secret, joined_at = make_password(password), at - JOINED_BEFORE
    persons = [_person(one, departments, secret, joined_at) for one in company.people]
    Person.objects.bulk_create(persons)
    by_username = {person.username: person for person in persons}
    _bulk(_grants(company, by_username, joined_at))
    _bulk(_memberships(company, by_username))
    _bulk(_masteries(company, by_username))
    _bulk(_rotas(company.turns, by_username))
    write_changes(by_username, at)
    return by_username


def _departments(told: tuple[Department, ...]) -> dict[str, people.Department]:
    written: dict[str, people.Department] = {}
    for one in told:
        parent = written[one.parent] if one.parent else None
        names = {"name_zh": one.name_zh, "name_en": one.name_en}
        written[one.code] = people.Department.objects.create(code=one.code, parent=parent, **names)
    return written


def _person(
    one: Colleague, departments: dict[str, people.Department], secret: str, joined_at: datetime
) -> Person:
    return Person(
        username=one.username,
        password=secret,
        name=one.name,
        name_en=one.name_en,
        email=one.email,
        phone=one.phone,
        mobile=one.mobile,
        staff_no=one.staff_no,
        location=one.location,
        department=departments[one.department],
        language=one.language,
        is_vip=one.is_vip,
        joined_at=joined_at,
        spelling=pinyin.spelling(one.name),
        initials=pinyin.initials(one.name),
    )


def _grants(company: Company, persons: dict[str, Person], since: datetime) -> Iterator[Grant]:
    for one in company.people:
        for role in one.roles:
            yield Grant(person=persons[one.username], role=role, since=since)


def _memberships(company: Company, persons: dict[str, Person]) -> Iterator[Membership]:
    teams = {team.code: team for team in Team.objects.all()}
    for one in company.people:
        for code, is_lead in one.teams:
            yield Membership(team=teams[code], person=persons[one.username], is_lead=is_lead)


def _masteries(company: Company, persons: dict[str, Person]) -> Iterator[Mastery]:
    skills = {skill.code: skill for skill in Skill.objects.all()}
    for one in company.people:
        for code, level in one.skills:
            yield Mastery(person=persons[one.username], skill=skills[code], level=level)


def _rotas(turns: tuple[Turn, ...], persons: dict[str, Person]) -> Iterator[Rota]:
    teams = {team.code: team for team in Team.objects.all()}
    office = Calendar.objects.get(code=OFFICE)
    patterns = {pattern.code: pattern for pattern in Pattern.objects.all()}
    for turn in turns:
        yield Rota(
            team=teams[turn.team],
            person=persons[turn.person],
            kind=turn.kind,
            pattern=patterns[turn.pattern],
            calendar=office,
            weekdays=list(turn.weekdays),
            begins_at=time.fromisoformat(turn.begins),
            ends_at=time.fromisoformat(turn.ends),
        )


def _bulk(rows: Iterator[Model]) -> None:
    made = list(rows)
    type(made[0])._default_manager.bulk_create(made)
