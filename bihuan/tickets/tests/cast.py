"""A ticket to act on, and the people around it."""

from __future__ import annotations

from typing import Any

from bihuan.ground.catalogue.models import Category, CategoryVersion, CheckStep, FormField, ReplyTemplate
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people.tests.cast import at, person, stamp, team
from bihuan.tickets.models import Assignment, Ticket, file_ticket

__all__ = ["a_category", "a_ticket", "assigned", "at", "person", "stamp", "team"]


def a_category(code: str = "hardware.printer") -> Category:
    """Return a leaf with two fields and two steps, taken by the desk and then the experts; and the letter at its end."""
    category, is_new = Category.objects.get_or_create(
        code=code,
        defaults={
            "name_zh": "打印机",
            "name_en": "Printer",
            "team": team("desk"),
            "escalates_to": team("desktop"),
            "keywords": {"打印机": 3.0, "卡纸": 3.0, "printer": 3.0},
        },
    )
    if is_new:
        ReplyTemplate.objects.get_or_create(
            code="is_it_solved",
            defaults={"body_zh": "{{number}}好了吗？", "body_en": "Is {{number}} solved?"},
        )
        FormField.objects.create(
            category=category, key="device", label_zh="设备型号", label_en="Device model"
        )
        FormField.objects.create(
            category=category, key="location", label_zh="位置", label_en="Location", position=1
        )
        CheckStep.objects.create(
            category=category, key="power", text_zh="看电源", text_en="Look at the power"
        )
        CheckStep.objects.create(
            category=category, key="queue", text_zh="清队列", text_en="Empty the queue", position=1
        )
        CategoryVersion.begin(category)
    return category


def a_ticket(title: str = "打印机卡纸", filed: str = "09:00", by: str = "林", **more: Any) -> Ticket:
    return file_ticket(
        person=person("林"),
        channel=more.pop("channel", ChannelKind.PORTAL),
        title=title,
        text=more.pop("text", "三楼的打印机一直卡纸。"),
        category=more.pop("category", None) or a_category(),
        stamp=stamp(filed, by=by),
        **more,
    )


def assigned(ticket: Ticket, to: str = "陈", clock: str = "09:05") -> Ticket:
    """Return the ticket once it is somebody's."""
    handler = person(to)
    Assignment.make(ticket, team=handler.teams.get(), handler=handler, stamp=stamp(clock))
    return ticket
