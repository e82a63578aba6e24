"""A monitoring tool of the company and what it reports."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from bihuan.flow.intake.drains import settle_next, take_next_report
from bihuan.ground.channels.models import AlertSource, InboundMessage, SourceKind
from bihuan.ground.people.tests.cast import at


def source(kind: SourceKind = SourceKind.GENERIC, **more: Any) -> AlertSource:
    """Return a source that waits five minutes before it takes a change for one."""
    made, _secret = AlertSource.set_up(name="机房监控", kind=kind, language="zh-hans", at=at("08:00"))
    for name, value in ({"calm_for": timedelta(minutes=5)} | more).items():
        setattr(made, name, value)
    made.save()
    return made


def report(key: str = "disk-1", status: str = "firing", **more: Any) -> dict[str, Any]:
    labels = {"instance": "db-1:9100", "team": "dba"}
    return {
        "title": f"磁盘已满 {key}",
        "key": key,
        "status": status,
        "severity": "critical",
        "labels": labels,
    } | more


def reported(by: AlertSource, clock: str, *alerts: dict[str, Any]) -> InboundMessage:
    """Have the source report some alerts in one message, and take it at once."""
    raw = json.dumps({"alerts": list(alerts)}).encode()
    message, _is_new = InboundMessage.keep_report(by, raw, at(clock))
    take_next_report(at(clock))
    return InboundMessage.objects.defer("raw").get(pk=message.pk)


def settled(clock: str) -> int:
    """Let everything count that has stayed so for long enough by then; return how much that was."""
    number = 0
    while settle_next(at(clock)):
        number += 1
    return number
