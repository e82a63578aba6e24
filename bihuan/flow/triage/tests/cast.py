"""A desk with two kinds of work, or with all that is delivered, and tickets in words."""

from __future__ import annotations

from typing import Any

from bihuan.flow.triage import delivering as triage
from bihuan.ground.catalogue import delivering as catalogue
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people import delivering as people
from bihuan.ground.people.tests.cast import person, stamp, team
from bihuan.tickets.models import Ticket, file_ticket


def delivered() -> None:
    for room in (people, catalogue, triage):
        room.deliver()


def a_small_desk() -> None:
    """Make the delivered words and matrix, and a few categories."""
    triage.deliver()
    hardware = Category.objects.create(code="hardware", name_zh="硬件", name_en="Hardware")
    _leaf("hardware.printer", {"打印机": 3, "卡纸": 3, "printer": 3, "打不出来": 3}, hardware)
    _leaf("hardware.computer", {"蓝屏": 3, "电脑": 1, "blue screen": 3}, hardware)
    _leaf(Category.UNSORTED, {})


def _leaf(code: str, keywords: dict[str, float], parent: Category | None = None) -> None:
    Category.objects.create(
        code=code, name_zh=code, name_en=code, parent=parent, team=team("desk"), keywords=keywords
    )


def filed(title: str, text: str = "", clock: str = "09:00", **more: Any) -> Ticket:
    return file_ticket(
        person=person("林"),
        channel=more.pop("channel", ChannelKind.EMAIL),
        title=title,
        text=text,
        stamp=stamp(clock, by=more.pop("by", "林")),
        **more,
    )
