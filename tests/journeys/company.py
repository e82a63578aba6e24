"""A small company for the journeys, written into a running desk's database: `python -m tests.journeys.company`.

林 asks in Chinese, Mary in English; 陈 is the first line, 王 and 刘 the experts, 周 administers. Somebody is always on duty.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, time
from typing import Any

import django

PASSWORD = "journey-through-the-desk"
PEOPLE: tuple[dict[str, Any], ...] = (
    {"username": "lin", "name": "林晓", "location": "A座3楼", "phone": "8316"},
    {"username": "mary", "name": "Mary Ann Webb", "language": "en", "location": "Tower B, 2"},
    {"username": "chen", "name": "陈明", "roles": ["first_line"], "team": "desk"},
    {
        "username": "wang",
        "name": "王强",
        "roles": ["second_line", "team_lead"],
        "team": "desktop",
        "is_lead": True,
    },
    {"username": "liu", "name": "刘洋", "roles": ["second_line"], "team": "network"},
    {"username": "zhao", "name": "赵总", "roles": ["management"]},
    {"username": "zhou", "name": "周敏", "roles": ["administrator"]},
)


def settle(mailbox: dict[str, Any]) -> None:
    """Write the people, their turns, and the desk's mailbox."""
    from bihuan.ground.calendars.models import Calendar
    from bihuan.ground.channels.models import Mailbox
    from bihuan.ground.duty.models import Rota
    from bihuan.ground.people.models import Department, Grant, Membership, Person, Team

    now = datetime.now(UTC)
    finance = Department.objects.create(code="finance", name_zh="财务部", name_en="Finance")
    always = Calendar.objects.get(code="round-the-clock")
    for told in PEOPLE:
        told = dict(told)
        roles, code, is_lead = told.pop("roles", []), told.pop("team", ""), told.pop("is_lead", False)
        email = f"{told['username']}@yunhe.example"
        person = Person(email=email, department=finance, joined_at=now, **told)
        person.set_password(PASSWORD)
        person.save()
        Grant.objects.bulk_create(Grant(person=person, role=role, since=now) for role in roles)
        if code:
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
    password = mailbox.pop("password")
    box = Mailbox.objects.create(**mailbox)
    box.set_password(password)
    box.save()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings.base")
    django.setup()
    settle(json.loads(sys.argv[1]))
