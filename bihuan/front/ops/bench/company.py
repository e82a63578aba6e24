"""The demo's company in the bench's database, with more colleagues, and always somebody on duty."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.db import transaction

from bihuan.flow.dispatch.models import DispatchRules
from bihuan.front.ops.demo.company import Colleague, company
from bihuan.ground.calendars.delivering import ROUND_THE_CLOCK
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.channels.models import Mailbox
from bihuan.ground.duty.models import Rota
from bihuan.ground.people.models import Department, Grant, Mastery, Membership, Person, Skill, Team

SEED = 2026
ENOUGH = 30_000
COLLEAGUES = 1_000  # beside the demo's 300, so that nobody writes more often than the desk answers
DESK_ADDRESS = "it@yunhe.example"


def settle() -> None:
    """Write departments, people, roles, skills and turns, and the desk's mailbox, without any server yet."""
    told = company(SEED)
    with transaction.atomic():
        departments = _departments()
        people = {one.username: _person(one, departments) for one in told.people}
        more = [_colleague(n, departments) for n in range(COLLEAGUES)]
        Person.objects.bulk_create([*people.values(), *more])
        for one in told.people:
            _appoint(one, people[one.username])
        # Far more tickets are open here than people could have: what is measured is the giving out.
        DispatchRules.objects.create(pk=1, limit=ENOUGH)
        Mailbox.objects.create(address=DESK_ADDRESS, name_zh="云禾服务台", name_en="Yunhe service desk")


def _departments() -> dict[str, Department]:
    made: dict[str, Department] = {}
    for one in company(SEED).departments:
        made[one.code] = Department.objects.create(
            code=one.code, name_zh=one.name_zh, name_en=one.name_en, parent=made.get(one.parent or "")
        )
    return made


def _person(one: Colleague, departments: dict[str, Department]) -> Person:
    return Person(
        username=one.username,
        name=one.name,
        name_en=one.name_en,
        email=one.email,
        phone=one.phone,
        mobile=one.mobile,
        staff_no=one.staff_no,
        department=departments[one.department],
        location=one.location,
        language=one.language,
        is_vip=one.is_vip,
        joined_at=datetime.now(UTC),
    )


def _colleague(n: int, departments: dict[str, Department]) -> Person:
    """Return one more colleague, who asks and has no log-in to the desk's side."""
    codes = sorted(departments)
    return Person(
        username=f"colleague{n:04}",
        name=f"员工{n:04}",
        email=address_of(n),
        department=departments[codes[n % len(codes)]],
        joined_at=datetime.now(UTC),
    )


def address_of(n: int) -> str:
    return f"colleague{n % COLLEAGUES:04}@yunhe.example"


def _appoint(one: Colleague, person: Person) -> None:
    """Give somebody of the desk roles, a team, skills and a turn that never ends: a bench runs at any hour."""
    now, always = datetime.now(UTC), Calendar.objects.get(code=ROUND_THE_CLOCK)
    Grant.objects.bulk_create(Grant(person=person, role=role, since=now) for role in one.roles)
    skills = {skill.code: skill for skill in Skill.objects.all()} if one.skills else {}
    Mastery.objects.bulk_create(
        Mastery(person=person, skill=skills[code], level=level) for code, level in one.skills
    )
    for code, is_lead in one.teams:
        team = Team.objects.get(code=code)
        Membership.objects.create(team=team, person=person, is_lead=is_lead)
        Rota.objects.create(
            team=team,
            person=person,
            calendar=always,
            weekdays=list(range(7)),
            begins_at=time(),
            ends_at=time(),
        )
