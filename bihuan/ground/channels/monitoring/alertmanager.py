"""Read what Alertmanager sends, and Grafana since its ninth release, which sends the same. Plain Python.

https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TypeGuard

from bihuan.ground.channels.monitoring.alert import Alert, alert, digest, moment, words

SEVERITIES = ("severity", "priority", "level", "criticality")
NAMES = ("alertname", "alert", "rulename")
SUMMARIES = ("summary", "title", "message")


def knows(payload: Any) -> bool:
    return any(True for _ in _reports(payload))


def read(payload: Any, at: datetime | None = None) -> list[Alert]:
    """Return the alerts; one that tells no status has recovered where it ended before `at`."""
    return [_alert(report, whole, at) for report, whole in _reports(payload)]


def _reports(payload: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield each report with the message that it stands in."""
    if _is_report(payload):
        yield payload, {}
        return
    reports = payload.get("alerts") if isinstance(payload, Mapping) else payload
    whole = payload if isinstance(payload, Mapping) else {}
    for report in reports if isinstance(reports, list) else ():
        if _is_report(report):
            yield report, whole


def _is_report(found: Any) -> TypeGuard[Mapping[str, Any]]:
    is_labelled = isinstance(found, Mapping) and isinstance(found.get("labels"), Mapping)
    return is_labelled and ("startsAt" in found or "annotations" in found)


def _alert(report: Mapping[str, Any], whole: Mapping[str, Any], at: datetime | None) -> Alert:
    labels, notes = _mapping(report, "labels"), _mapping(report, "annotations")
    name, summary = _first(labels, NAMES), _first(notes, SUMMARIES)
    title = f"{name}: {summary}" if name and summary and name not in summary else summary or name
    said = {key: words(value) for key, value in notes.items() if words(value) and words(value) != summary}
    lines = [said.pop("description", ""), words(report.get("valueString"))]
    lines += [f"{key}: {value}" for key, value in said.items() if not key.startswith("__")]
    return alert(
        is_firing=_is_firing(report, whole, at),
        title=title or next(iter(words(value) for value in labels.values()), "") or "Alert",
        text="\n".join(line for line in lines if line) or summary,
        key=words(report.get("fingerprint")) or _key(labels),
        severity=_first(labels, SEVERITIES) or _first(notes, SEVERITIES),
        labels=labels,
        started=report.get("startsAt"),
        ended=report.get("endsAt"),
        link=report.get("panelURL") or report.get("dashboardURL") or report.get("generatorURL"),
    )


def _is_firing(report: Mapping[str, Any], whole: Mapping[str, Any], at: datetime | None) -> bool:
    status = report.get("status", whole.get("status"))
    if isinstance(status, Mapping):  # as Alertmanager's own interface tells it
        status = status.get("state")
    if said := words(status).lower():
        return said not in ("resolved", "ok", "inactive", "normal")
    ended = moment(report.get("endsAt"))
    return ended is None or at is None or ended > at


def _key(labels: Mapping[str, Any]) -> str:
    """Return the same for the same labels, whatever their order."""
    return digest(*(f"{name}={words(labels[name])}" for name in sorted(labels)))


def _mapping(report: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = report.get(name)
    return found if isinstance(found, Mapping) else {}


def _first(among: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((said for name in names if (said := words(among.get(name)).strip())), "")
