"""Change a roster; each change is written into the book of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.rosters.reading import calendar_of
from bihuan.ground.duty.models import Absence, DayChange, Pattern, Rota
from bihuan.ground.duty.rota import Kind
from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.stamp import Stamp


def fill(
    team: Team,
    pattern: Pattern,
    people: Iterable[Person],
    weekdays: Sequence[int],
    begins_on: date,
    ends_on: date | None,
    stamp: Stamp,
) -> int:
    """Give each of them the pattern on these weekdays of the range; return how many that are."""
    calendar = calendar_of(team)
    with transaction.atomic():
        made = [
            Rota.objects.create(
                team=team,
                person=person,
                kind=pattern.kind,
                pattern=pattern,
                calendar=calendar,
                weekdays=list(weekdays),
                begins_at=pattern.begins_at,
                ends_at=pattern.ends_at,
                begins_on=begins_on,
                ends_on=ends_on,
            )
            for person in people
        ]
        for rota in made:
            changes: dict[str, list[object]] = {
                "pattern": [None, pattern.code],
                "weekdays": [None, list(weekdays)],
                "begins_on": [None, begins_on.isoformat()],
                "ends_on": [None, ends_on.isoformat() if ends_on else None],
            }
            _note(f"rota:{rota.pk}", changes, rota.person.name, stamp, did="set_up")
    return len(made)


def end_turn(rota: Rota, on: date, stamp: Stamp) -> None:
    """Let a weekly turn end before `on`; one that has not begun by then is taken away."""
    with transaction.atomic():
        name = rota.person.name
        if rota.begins_on and rota.begins_on >= on:
            _note(f"rota:{rota.pk}", {}, name, stamp, did="removed")
            rota.delete()
            return
        last = date.fromordinal(on.toordinal() - 1)
        was, rota.ends_on = rota.ends_on, last
        rota.save(update_fields=["ends_on"])
        changes: dict[str, list[object]] = {"ends_on": [was and was.isoformat(), last.isoformat()]}
        _note(f"rota:{rota.pk}", changes, name, stamp)


def change_day(team: Team, person: Person, on: date, does: Pattern | None, stamp: Stamp) -> None:
    """Have somebody do one pattern on one day, and none of his or her weekly turns; None: nothing at all."""
    calendar = calendar_of(team)
    with transaction.atomic():
        DayChange.objects.filter(team=team, person=person, on=on).delete()
        for kind in Kind:
            hours = does if does and does.kind == kind else None
            DayChange.objects.create(
                team=team,
                person=person,
                on=on,
                kind=kind,
                calendar=calendar,
                pattern=hours,
                begins_at=hours.begins_at if hours else None,
                ends_at=hours.ends_at if hours else None,
            )
        changes: dict[str, list[object]] = {"pattern": [None, does.code if does else "off"]}
        _note(f"duty_day:{on.isoformat()}", changes, person.name, stamp)


def as_usual(team: Team, person: Person, on: date, stamp: Stamp) -> None:
    """Let the weekly turns hold on that day again."""
    with transaction.atomic():
        gone, _ = DayChange.objects.filter(team=team, person=person, on=on).delete()
        if gone:
            _note(f"duty_day:{on.isoformat()}", {}, person.name, stamp, did="removed")


def note_absence(absence: Absence, stamp: Stamp) -> None:
    changes: dict[str, list[object]] = {
        "since": [None, absence.since.isoformat()],
        "until": [None, absence.until.isoformat()],
    }
    _note(f"absence:{absence.pk}", changes, absence.person.name, stamp, did="set_up")


def remove_absence(absence: Absence, stamp: Stamp) -> None:
    with transaction.atomic():
        _note(f"absence:{absence.pk}", {}, absence.person.name, stamp, did="removed")
        absence.delete()


def note_limits(changes: dict[str, list[object]], name: str, stamp: Stamp) -> None:
    """Write down what changed in how the dispatch chooses; nothing where nothing did."""
    if changes:
        _note("dispatch:1", changes, name, stamp)


def _note(
    about: str, changes: dict[str, list[object]], name: str, stamp: Stamp, *, did: str = "changed"
) -> None:
    DeskEvent.record(SettingChanged(about, changes, name=name, did=did), stamp)
