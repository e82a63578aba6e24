"""Give a new desk what it begins with, and an old one what a later version added. Safe to run again and again."""

from __future__ import annotations

from django.db import transaction

from bihuan.flow.sla import delivering as sla
from bihuan.flow.triage import delivering as triage
from bihuan.ground.calendars import delivering as calendars
from bihuan.ground.catalogue import delivering as catalogue
from bihuan.ground.channels import delivering as channels
from bihuan.ground.duty import delivering as duty
from bihuan.ground.people import delivering as people
from bihuan.kit.sql.statements import lock_for_transaction
from bihuan.practices.majors import delivering as majors


def deliver() -> None:
    with transaction.atomic():
        lock_for_transaction("deliver")  # two machines may start at once
        for room in (people, calendars, duty, catalogue, channels, triage, sla, majors):
            room.deliver()
