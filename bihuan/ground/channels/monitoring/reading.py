"""Read a message of a monitoring tool: its alerts, or a refusal in words. Plain Python."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bihuan.ground.channels.monitoring import alertmanager, generic, zabbix
from bihuan.ground.channels.monitoring.alert import MOST_ALERTS, Alert, NotUnderstood


def read(raw: bytes, at: datetime | None = None) -> list[Alert]:
    """Return the alerts of a raw message, of each key the last one.

    :raises NotUnderstood: if it is no JSON, or nothing is in it
    """
    try:
        payload = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotUnderstood("it is not JSON") from None
    return alerts_of(payload, at)


def alerts_of(payload: Any, at: datetime | None = None) -> list[Alert]:
    """Return the alerts of a message that was taken apart already.

    :raises NotUnderstood: if it has none, or more than anybody would look at
    """
    if alertmanager.knows(payload):
        found = alertmanager.read(payload, at)
    elif zabbix.knows(payload):
        found = zabbix.read(payload)
    else:
        found = generic.read(payload)
    if not found:
        raise NotUnderstood("it holds no alert")
    if len(found) > MOST_ALERTS:
        raise NotUnderstood(f"it holds more than {MOST_ALERTS} alerts")
    return list({one.key: one for one in found}.values())
