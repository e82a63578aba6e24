"""Change a roster; each change is written into the book of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.rosters.reading import calendar_of
from bihuan.ground.duty.models import Absence, DayChange, Pattern, Rota
from bihuan.ground.duty.rota import Kind
from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.stamp import Stamp

# Names of one's own in the book, where the column's name means something else already.
PATTERN_FIELDS = {"name_zh": "called_zh", "name_en": "called_en"}


def fill(
    team: Team,
    pattern: Pattern,
    people: Iterable[Person],
    weekdays: Sequence[int],
    begins_on: date,
    ends_on: date | None,
    stamp: Stamp,
) -> list[Rota]:
    """Give each of them the pattern on these weekdays of the range; return the turns that were made."""
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
    return made


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


def take_back(rotas: Iterable[Rota], stamp: Stamp) -> None:
    """Take turns away as if they had never been set up."""
    with transaction.atomic():
        for rota in rotas:
            _note(f"rota:{rota.pk}", {}, rota.person.name, stamp, did="removed")
            rota.delete()


def keep_pattern(pattern: Pattern | None, given: Mapping[str, Any], stamp: Stamp) -> Pattern:
    """Change a pattern, or make one, in its place at the end. Turns that were set up with it keep their hours."""
    with transaction.atomic():
        did = "changed" if pattern else "set_up"
        if pattern is None:
            last = Pattern.objects.aggregate(last=Max("position"))["last"]
            pattern = Pattern(code=f"p-{uuid4().hex[:8]}", position=0 if last is None else last + 1)
            was: dict[str, object] = dict.fromkeys(given)
        else:
            was = {name: getattr(pattern, name) for name in given}
        changes: dict[str, list[object]] = {
            PATTERN_FIELDS.get(name, name): [_told(was[name]), _told(new)]
            for name, new in given.items()
            if was[name] != new
        }
        for name, new in given.items():
            setattr(pattern, name, new)
        if changes:
            pattern.save()
            _note(f"pattern:{pattern.code}", changes, pattern.name, stamp, did=did)
    return pattern


def use_pattern(pattern: Pattern, stamp: Stamp, *, is_active: bool) -> None:
    """Offer a pattern, or no more; turns that were set up with it go on."""
    with transaction.atomic():
        if pattern.is_active is not is_active:
            changes: dict[str, list[object]] = {"is_active": [pattern.is_active, is_active]}
            pattern.is_active = is_active
            pattern.save(update_fields=["is_active"])
            _note(f"pattern:{pattern.code}", changes, pattern.name, stamp)


def _told(value: object) -> object:
    return f"{value:%H:%M}" if isinstance(value, time) else value


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
