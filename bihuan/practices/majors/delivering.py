"""The emergency plan that a desk begins with. What an administrator changed afterwards stays."""

from __future__ import annotations

from typing import Any

from bihuan.ground.people.rights import Role
from bihuan.practices.majors.models import Plan, Way

STEPS_ZH = """确认影响范围：哪些业务、哪些部门、多少人
指定一名现场指挥，所有信息先汇总到他那里
先恢复业务：切换备用、回退最近的变更、绕过故障点
每30分钟向报障人和管理层通报一次进展
恢复后由业务部门确认，并约定复盘时间"""
STEPS_EN = """Find out whom it hits: which services, which departments, how many people
Name one person who leads; everything is told to him or her first
Bring the service back first: switch over, take back the last change, go around what failed
Tell the person who asked and management every 30 minutes how it goes
Have the departments confirm that it works, and agree on a date for the review"""


CODE = "level-1"


def delivered_fields() -> dict[str, Any]:
    """Return the plan as it is delivered: all but whom to call and who is told by name."""
    return {
        "name_zh": "一级事件应急预案",
        "name_en": "Emergency plan for level 1",
        "steps_zh": STEPS_ZH,
        "steps_en": STEPS_EN,
        "roles": [Role.PROCESS_MANAGER, Role.MANAGEMENT],
        "ways": [Way.BELL, Way.MAIL],
        "repeat_minutes": 10,
    }


def deliver() -> None:
    is_first = not Plan.objects.filter(is_active=True).exists()
    Plan.objects.get_or_create(code=CODE, defaults=delivered_fields() | {"is_active": is_first})
