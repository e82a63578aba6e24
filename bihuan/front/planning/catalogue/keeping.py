"""Keep what an administrator decides about the catalogue, and write it into the book of the desk."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.catalogue.models import Category, CategoryVersion
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp


class Overtaken(Refused):
    """Somebody else has kept the category since the page was opened."""

    code = "overtaken"


class StillNeeded(Refused):
    """What would be retired is still leant upon."""

    code = "still-needed"


def keep(
    category: Category, facts: dict[str, Any], content: dict[str, list[Any]], revision: str, stamp: Stamp
) -> Category:
    """Keep a category, new or changed, with what it asks.

    :raises Overtaken: if it was kept by somebody else since `revision`
    """
    with transaction.atomic():
        was = Category.objects.select_for_update(of=("self",)).filter(pk=category.pk).first()
        if was and str(was.revision) != revision:
            raise Overtaken(_("Somebody else has saved this meanwhile."))
        before = _told(was) if was else {}
        for name in facts.keys() - {"skills"}:
            setattr(category, name, facts[name])
        if was is None:
            category.code, category.position = _free_code(category), Category.objects.count()
        category.revision += 1
        category.save()
        category.skills.set(facts["skills"])
        changes: dict[str, list[object]] = {
            name: [before.get(name), new] for name, new in _told(category).items() if before.get(name) != new
        }
        _keep_content(category, content, changes, stamp)
        if changes:
            _record(category, changes, stamp, did="changed" if was else "set_up")
    return category


def take_again(category: Category, number: int, stamp: Stamp) -> bool:
    """Let a category ask again what it asked in an earlier version, as a new one; tell whether that differs."""
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=category.pk)
        old = category.versions.get(number=number)
        changes: dict[str, list[object]] = {}
        _keep_content(category, old.content, changes, stamp)
        if changes:
            category.revision += 1
            category.save(update_fields=["revision"])
            _record(category, changes, stamp)
    return bool(changes)


def stand(category: Category, *, is_active: bool, stamp: Stamp) -> None:
    """Retire a category, which is offered no more but stays on its tickets, or bring it back.

    :raises StillNeeded: if something in use stands on it
    """
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=category.pk)
        if not is_active and category.code == Category.UNSORTED:
            raise StillNeeded(_("Tickets wait here whose words say nothing; it cannot be retired."))
        if not is_active and category.children.active().exists():
            raise StillNeeded(_("It still holds categories in use. Move or retire those first."))
        if category.is_active != is_active:
            category.is_active, category.revision = is_active, category.revision + 1
            category.save(update_fields=["is_active", "revision"])
            _record(category, {"is_active": [not is_active, is_active]}, stamp)


def place(category: Category, *, branch: Category | None, before: Category | None, stamp: Stamp) -> None:
    """Put a category into a branch, before another of it or at its end; the tree keeps two levels.

    :raises StillNeeded: if a branch would be put into a branch, or a category that nobody takes
    """
    with transaction.atomic():
        every = list(Category.objects.select_for_update(of=("self",)).order_by("position", "code"))
        if branch and (category.team_id is None or any(one.parent_id == category.pk for one in every)):
            raise StillNeeded(_("A branch stays at the top."))
        was = [_place_of(category, every), category.parent.name if category.parent else ""]
        category.parent = branch
        every = [category if one.pk == category.pk else one for one in every]
        siblings = [one for one in every if one.parent_id == category.parent_id and one.pk != category.pk]
        at = next((n for n, one in enumerate(siblings) if before and one.pk == before.pk), len(siblings))
        siblings.insert(at, category)
        _number(every, siblings, category.parent_id)
        now = [_place_of(category, every), branch.name if branch else ""]
        changes: dict[str, list[object]] = {
            name: [old, new]
            for name, old, new in zip(("position", "parent"), was, now, strict=True)
            if old != new
        }
        if changes:
            _record(category, changes, stamp)


def _number(every: list[Category], siblings: list[Category], parent: int | None) -> None:
    """Number the whole tree as it is read: each branch, then what it holds."""
    under: dict[int | None, list[Category]] = {}
    for one in every:
        under.setdefault(one.parent_id, []).append(one)
    under[parent] = siblings
    ordered = [one for top in under.get(None, ()) for one in (top, *under.get(top.pk, ()))]
    for position, one in enumerate(ordered):
        one.position = position
    Category.objects.bulk_update(ordered, ["position", "parent"])


def _place_of(category: Category, every: list[Category]) -> int:
    """Return which it is among its siblings, from one."""
    siblings = sorted(
        (one for one in every if one.parent_id == category.parent_id),
        key=lambda one: (one.position, one.code),
    )
    return next((n for n, one in enumerate(siblings, start=1) if one.pk == category.pk), 0)


def _keep_content(
    category: Category, content: dict[str, list[Any]], changes: dict[str, list[object]], stamp: Stamp
) -> None:
    """Keep what it asks as a version, where it asks anything, and add to the changes which is new."""
    if category.team is None and not category.versions.exists():
        return
    if number := CategoryVersion.keep(category, content, stamp):
        changes["version"] = [number - 1, number]


def _told(category: Category) -> dict[str, Any]:
    words = sorted(category.keywords.items(), key=lambda one: (-one[1], one[0]))
    return {
        "name_zh": category.name_zh,
        "name_en": category.name_en,
        "kind": str(category.kind),
        "parent": category.parent.name if category.parent else "",
        "team": category.team.name if category.team else "",
        "escalates_to": category.escalates_to.name if category.escalates_to else "",
        "escalation_zh": category.escalation_zh,
        "escalation_en": category.escalation_en,
        "asks_at_once": category.asks_at_once,
        "skills": ", ".join(category.skills.order_by("code").values_list("code", flat=True)),
        "keywords": ", ".join(f"{word} {weight:g}" for word, weight in words),
    }


def _free_code(category: Category) -> str:
    """Return a code for addresses and the API: the branch's, and the English name."""
    branch = f"{category.parent.code}." if category.parent else ""
    stem = branch + (slugify(category.name_en).replace("-", "_")[:30] or "category")
    taken = set(Category.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(
        code for code in (stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3))) if code not in taken
    )


def _record(category: Category, changes: dict[str, list[object]], stamp: Stamp, did: str = "changed") -> None:
    DeskEvent.record(SettingChanged(f"category:{category.pk}", changes, name=category.path, did=did), stamp)
