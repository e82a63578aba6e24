"""Things to show in the gallery: a morning at an invented company, in both languages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bihuan.kit.text.languages import either
from bihuan.kit.ui.shell import Bell, Destination, Group, Reader, Shell

PRIORITIES = {1: ("紧急", "Critical"), 2: ("高", "High"), 3: ("中", "Medium"), 4: ("低", "Low")}
STATES: dict[str, tuple[str, str, str, str]] = {
    "new": ("待受理", "New", "info", "circle-dashed"),
    "working": ("处理中", "In progress", "accent", "circle-dot"),
    "waiting": ("等待用户", "Waiting for person", "held", "circle-pause"),
    "resolved": ("已解决", "Resolved", "good", "circle-check"),
    "closed": ("已关闭", "Closed", "plain", "check-check"),
}


_TICKETS = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


@dataclass(frozen=True)
class Ticket:
    number: str
    title: str
    person: str
    department: str
    level: int
    state: str
    handler: str
    standing: str
    due: timedelta
    since: timedelta
    is_unread: bool

    @property
    def due_at(self) -> datetime:
        return datetime.now(UTC) + self.due

    @property
    def filed_at(self) -> datetime:
        return datetime.now(UTC) - self.since

    @property
    def priority(self) -> str:
        return either(*PRIORITIES[self.level])

    @property
    def state_words(self) -> tuple[str, str, str]:
        zh, en, tone, shape = STATES[self.state]
        return either(zh, en), tone, shape


def _minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def tickets() -> list[Ticket]:
    return [_ticket(**row) for row in _TICKETS]


def _ticket(*, due_min: float, since_min: float, **row: Any) -> Ticket:
    said: dict[str, Any] = {
        name: either(*value) if isinstance(value, list) else value for name, value in row.items()
    }
    return Ticket(due=_minutes(due_min), since=_minutes(since_min), **said)


def people(words: str) -> list[tuple[int, str, str]]:
    everybody = [
        (
            1,
            either("陈晨", "Chen Chen"),
            either("桌面支持 · 在班 · 4 张", "Desktop · on duty · 4 open"),
            "chenchen cc",
        ),
        (
            2,
            either("陈思齐", "Chen Siqi"),
            either("网络 · 在班 · 7 张", "Network · on duty · 7 open"),
            "chensiqi csq",
        ),
        (3, either("王立", "Wang Li"), either("桌面支持 · 休假", "Desktop · on leave"), "wangli wl"),
        (
            4,
            either("周宁", "Zhou Ning"),
            either("系统 · 在班 · 2 张", "Systems · on duty · 2 open"),
            "zhouning zn",
        ),
    ]
    wanted = words.strip().lower()
    return [
        (number, name, more)
        for number, name, more, spelled in everybody
        if wanted in name.lower() or any(word.startswith(wanted) for word in spelled.split())
    ]


def context(page: str) -> dict[str, Any]:
    """Return what a page of the gallery is drawn with."""
    shell = portal_shell(page) if page in ("portal", "ask", "follow") else desk_shell(page)
    now = datetime.now(UTC)
    return {
        "shell": shell,
        "tickets": tickets(),
        "now": now,
        "minutes": _minutes,
        "either": either,
        "page": page,
    }


def desk_shell(page: str) -> Shell:
    at_desk = (
        Destination(either("我的工单", "My tickets"), "/ui/ticket", "inbox", 12, "", page == "ticket", True),
        Destination(either("团队队列", "Team queue"), "/ui/queue", "layers", 38, "", page == "queue", True),
        Destination(either("待受理", "Unassigned"), "/ui/queue?s=new", "circle-dashed", 5, "warn"),
        Destination(either("即将超时", "At risk"), "/ui/queue?s=risk", "timer", 4, "bad", False, True),
        Destination(either("已挂起", "On hold"), "/ui/queue?s=held", "circle-pause", 9),
    )
    house = (
        Destination(either("知识库", "Knowledge"), "/ui/components?k", "book-open"),
        Destination(either("运行指标", "Figures"), "/ui/components?f", "chart-column"),
        Destination(either("组件", "Components"), "/ui", "layers", 0, "", page == "components", True),
    )
    settings = (Destination(either("设置", "Settings"), "/ui/components?s", "settings"),)
    return Shell(
        groups=(
            Group("", at_desk),
            Group(either("资料", "House"), house),
            Group(either("管理", "Run"), settings),
        ),
        reader=Reader(either("陈晨", "Chen Chen"), either("一线支持 · 在班", "First line · on duty")),
        bell=Bell("/ui/components?b", 3),
        home="/ui/queue",
        search="/ui/queue",
        palette="/ui/found",
        actions=(*at_desk[:2], *house),
        language="/language",
        sign_out="/account/logout/",
        banner=either(
            "演示环境：数据是虚构的，登录口令是公开的。",
            "Demo: its data are invented, its log-ins are public.",
        ),
    )


def portal_shell(page: str) -> Shell:
    places = (
        Destination(either("首页", "Home"), "/ui/portal", "house", 0, "", page == "portal", True),
        Destination(either("提单", "Ask"), "/ui/ask", "plus", 0, "", page == "ask", True),
        Destination(
            either("我的工单", "My tickets"), "/ui/follow", "ticket", 1, "bad", page == "follow", True
        ),
        Destination(either("自助", "Help"), "/ui/portal?k", "book-open", 0, "", False, True),
    )
    return Shell(
        groups=(Group("", places),),
        reader=Reader(either("林悦", "Lin Yue"), either("财务部 · 三楼 3-18", "Finance · floor 3, seat 18")),
        bell=Bell("/ui/portal?b", 1),
        home="/ui/portal",
        language="/language",
        sign_out="/account/logout/",
        brand=either("闭环服务台", "Bihuan service desk"),
    )
