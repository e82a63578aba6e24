"""The first administrator, or one who is to get back in: appointed by whoever runs the machine, with no password told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.ground.people.models import Grant, Person
from bihuan.ground.people.rights import Role


def nobody_administers() -> bool:
    """Tell whether there is nobody who could set up this desk."""
    return not Grant.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True).exists()


def appoint_administrator(username: str, *, name: str, email: str, at: datetime) -> Person:
    """Return the person with that log-in as an administrator who may sign in; one who is not known is recorded.

    What is known already stays as it is, the password, too.
    """
    with transaction.atomic():
        said = {"name": name or username, "email": email, "joined_at": at}
        person, is_new = Person.objects.get_or_create(username=username, defaults=said)
        if is_new:
            person.set_unusable_password()
        person.is_active, person.is_light = True, False
        person.save(update_fields=["password", "is_active", "is_light"])
        Grant.objects.get_or_create(person=person, role=Role.ADMINISTRATOR, defaults={"since": at})
    return person
