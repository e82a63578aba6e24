"""Read what any other program sends, by what its fields are called. Plain Python.

What is documented for a program that one writes oneself: `title`, `status` (firing or resolved), `key`, `text`, `severity`,
`labels`, `url`. The other names are those that tools in use give to the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bihuan.ground.channels.monitoring.alert import Alert, alert, digest, words
from bihuan.ground.channels.monitoring.fields import Fields, folded

TITLES = (
    "title", "alertname", "alarmname", "rulename", "checkname", "conditionname", "eventdefinitiontitle", "monitorfriendlyname",
    "triggername", "eventname", "alerttitle", "entitydisplayname", "summary", "subject", "itemname", "alertrule", "name",
    "message", "msg", "text", "description", "reason", "detail", "details", "service", "event", "type",
)  # fmt: skip
TEXTS = (
    "text", "message", "msg", "body", "description", "longdescription", "newstatereason", "resultdescription", "reason",
    "details", "statemessage", "alertdetails", "documentation", "content", "summary", "culprit", "output",
)  # fmt: skip
# What is the same for an alert and its recovery, the surest first.
KEYS = (
    "key", "fingerprint", "dedupkey", "dedupkeys", "deduplicationkey", "incidentkey", "alertkey", "alertuid", "aggregationkey",
    "aggregkey", "entityid", "alertarn", "alarmarn", "alertid", "incidentid", "checkid", "monitorid", "sensorid", "ruleid",
    "triggerid", "issueid", "eventdefinitionid", "conditionid", "id",
)  # fmt: skip
STATES = (
    "status", "state", "currentstate", "newstatevalue", "newstate", "alertstate", "alertstatus", "alerttransition",
    "monitorcondition", "messagetype", "event", "eventaction", "eventtype", "action", "alerttypefriendlyname", "level", "type",
)  # fmt: skip
SEVERITIES = (
    "severity", "alertseverity", "priority", "importancelevel", "urgency", "criticality", "level", "alertlevel",
)  # fmt: skip
HOSTS = ("host", "hostname", "instance", "resourcename", "device", "server", "node", "sysname", "monitorurl")
STARTS = (
    "startsat",
    "startedat",
    "started",
    "statechangedtimestamp",
    "triggeredat",
    "statechangetime",
    "timestamp",
)
LINKS = (
    "url",
    "link",
    "href",
    "linktoupstreamdetails",
    "ruleurl",
    "incidenturl",
    "alerturl",
    "eventurl",
    "weburl",
)
BATCHES = ("alerts", "events", "messages", "incidents", "problems")

OVER = frozenset(
    {
        "resolved", "resolve", "ok", "up", "closed", "close", "recovered", "recovery", "recover", "cleared", "clear",
        "normal", "inactive", "healthy", "good", "fixed", "green", "passed", "success",
    }
)  # fmt: skip
# A word before or after a title that tells its state, not what it is about: "[OK] CPU", "CPU (resolved)".
MARKED = re.compile(
    r"^\s*[\[(](?P<before>[\w :]{2,24})[\])]\s*|\s*[\[(](?P<after>[\w :]{2,24})[\])]\s*$", re.IGNORECASE
)


def read(payload: Any) -> list[Alert]:
    """Return the alerts of a message of whatever shape, if it says anything at all."""
    return [_alert(one, name) for one, name in _reports(payload)]


def _reports(payload: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield each report of a batch, with the name it stands under where it has one."""
    if isinstance(payload, list):
        yield from ((one, "") for one in payload if isinstance(one, Mapping) and one)
        return
    if not isinstance(payload, Mapping):
        return
    for batch in BATCHES:
        inner = payload.get(batch)
        if inner == []:
            return
        if isinstance(inner, list) and any(isinstance(one, Mapping) for one in inner):
            around = {name: value for name, value in payload.items() if not isinstance(value, list | Mapping)}
            yield from (({**one, "around": around}, "") for one in inner if isinstance(one, Mapping))
            return
    if len(payload) > 1 and all(isinstance(one, Mapping) and "payload" in one for one in payload.values()):
        yield from ((one, str(name)) for name, one in payload.items())
    elif payload:
        yield payload, ""


def _alert(report: Mapping[str, Any], name: str) -> Alert:
    fields = Fields(report)
    title = fields.first(TITLES) or next(iter(fields.by_name.values()), "")
    title = f"{name}: {title}" if name and title else name or title
    host, texts = fields.first(HOSTS), [fields.by_name.get(name, "") for name in TEXTS]
    return alert(
        is_firing=_is_firing(fields, title),
        title=_unmarked(title) or title or "Alert",
        text="\n".join(line for line in dict.fromkeys(texts) if line and line != title),
        key=fields.first(KEYS) or digest(_unmarked(title).lower(), host),
        severity=fields.first(SEVERITIES),
        labels=_labels(report, fields),
        started=fields.first(STARTS),
        ended=fields.first(("endsat", "endedat", "ended", "resolvedat", "closedat")),
        link=fields.first(LINKS),
    )


def _is_firing(fields: Fields, title: str) -> bool:
    """Tell whether it is a problem; where nothing tells, it is: an alert too many is seen, one too few is not."""
    for name in STATES:
        if _last_word(fields.by_name.get(name, "")) in OVER:
            return False
    if _last_word(fields.first(SEVERITIES)) in {"ok", "normal", "clear", "cleared"}:
        return False
    if fields.by_name.get("fixed") == "true":
        return False
    found = MARKED.search(title)
    return not found or _last_word(found["before"] or found["after"]) not in OVER


def _last_word(said: str) -> str:
    """Return the word that tells the state, as in `incident.resolved` or `Alert: OK`."""
    parts = re.split(r"[^a-z]+", said.lower().strip()) if len(said) <= 60 else []
    return next((part for part in reversed(parts) if part), "")


def _unmarked(title: str) -> str:
    return MARKED.sub("", title).strip()


def _labels(report: Mapping[str, Any], fields: Fields) -> dict[str, str]:
    """Return what the message calls its labels or tags; else its short fields, which tell as much."""
    for name, value in report.items():
        if folded(str(name)) in ("labels", "tags", "dimensions") and isinstance(value, Mapping) and value:
            return {str(key): words(said) for key, said in value.items()}
    return {name: said for name, said in fields.labels.items() if len(said) <= 120}
