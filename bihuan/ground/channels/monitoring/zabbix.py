"""Read what a Zabbix webhook sends, by the names that its media types give to macros. Plain Python.

https://www.zabbix.com/documentation/current/en/manual/appendix/macros/supported_by_location
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bihuan.ground.channels.monitoring.alert import Alert, alert, digest, words
from bihuan.ground.channels.monitoring.fields import Fields

# {EVENT.NSEVERITY}, from 0
SEVERITIES = ("not classified", "information", "warning", "average", "high", "disaster")
OVER = frozenset({"resolve", "resolved", "recovery", "recovered", "close", "closed", "ok"})

TRIGGERS = ("triggerid",)
PROBLEMS = ("eventid", "problemid", "originaleventid")
HOSTS = ("hostname", "host", "hosthost", "hostip")
NAMES = ("eventname", "triggername", "alertsubject", "subject", "title", "problemname")
TEXTS = ("alertmessage", "triggerdescription", "eventopdata", "message", "description", "itemvalue")
STATES = ("eventstatus", "triggerstatus", "zabbixaction", "status", "action")


def knows(payload: Any) -> bool:
    if not isinstance(payload, Mapping):
        return False
    fields = Fields(payload)
    return fields.has("triggerid", "eventnseverity", "eventrecoveryvalue", "zabbixaction") or (
        fields.has("eventid") and fields.has("eventvalue", "eventseverity", "triggername")
    )


def read(payload: Mapping[str, Any]) -> list[Alert]:
    """Return the one alert of the message.

    A recovery may come with an event of its own: what it shares with its problem is the trigger.
    """
    fields = Fields(payload)
    name, host = fields.first(NAMES), fields.first(HOSTS)
    labels = {**fields.labels, **_tags(payload)}
    return [
        alert(
            is_firing=_is_firing(fields),
            title=f"{host}: {name}" if host and name and host not in name else name or host or "Zabbix",
            text="\n".join(line for line in dict.fromkeys(map(fields.by_name.get, TEXTS)) if line),
            key=_key(fields, name, host),
            severity=_severity(fields),
            labels={key: said for key, said in labels.items() if "message" not in key.lower()},
            started=fields.first(("eventdatetime", "eventtimestamp")),
            ended=fields.first(("eventrecoverydatetime", "eventrecoverytimestamp")),
            link=fields.first(("eventurl", "triggerurl", "eventlink", "url", "zabbixurl")),
        )
    ]


def _is_firing(fields: Fields) -> bool:
    """Tell whether it is a problem: {EVENT.VALUE} is 1 for one, and 0 once it is over."""
    value = fields.first(("eventrecoveryvalue", "eventvalue", "triggervalue"))
    if value in ("0", "1"):
        return value == "1"
    if any(fields.by_name.get(name, "").lower() in OVER for name in STATES):
        return False
    return not fields.first(("eventrecoverydatetime", "eventrecoverytime", "eventrecoverydate"))


def _key(fields: Fields, name: str, host: str) -> str:
    if trigger := fields.first(TRIGGERS):
        return f"trigger:{trigger}"
    if name:
        return digest("zabbix", host, name)
    return f"event:{fields.first(PROBLEMS)}"


def _severity(fields: Fields) -> str:
    number = fields.first(("eventnseverity", "triggernseverity"))
    if number.isascii() and number.isdigit() and int(number[:3]) < len(SEVERITIES):
        return SEVERITIES[int(number[:3])]
    return fields.first(("eventseverity", "triggerseverity", "severity", "priority"))


def _tags(payload: Mapping[str, Any]) -> dict[str, str]:
    tags = payload.get("event_tags")
    if not isinstance(tags, list):
        return {}
    return {words(one.get("tag")): words(one.get("value")) for one in tags if isinstance(one, Mapping)}
