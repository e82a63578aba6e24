"""What monitoring tools send, each in its own shape; all names are invented."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.ground.channels.monitoring.alert import LONGEST_TITLE, MOST_ALERTS, Alert, NotUnderstood
from bihuan.ground.channels.monitoring.reading import alerts_of, read

NEVER = "0001-01-01T00:00:00Z"  # how Go writes that there is no time
START, END = "2026-09-28T01:00:00.123456789Z", "2026-09-28T01:20:00Z"


def of_alertmanager(status: str = "firing", **changes: Any) -> dict[str, Any]:
    one = {
        "status": status,
        "labels": {"alertname": "DiskFull", "instance": "db-1:9100", "severity": "critical"},
        "annotations": {"summary": "db-1 磁盘已满", "description": "可用空间不足1%。", "runbook": "清理日志"},
        "startsAt": START,
        "endsAt": END if status == "resolved" else NEVER,
        "generatorURL": "http://prometheus.example/graph",
        "fingerprint": "a1b2c3",
    }
    return {"version": "4", "status": status, "alerts": [one | changes]}


def of_zabbix(**changes: Any) -> dict[str, Any]:
    return {
        "event_id": "9001",
        "event_value": "1",
        "event_nseverity": "4",
        "trigger_id": "77",
        "event_name": "Agent is unreachable",
        "host_name": "web-1",
        "event_tags": [{"tag": "team", "value": "网络"}],
    } | changes


def the_one(payload: Any, at: datetime | None = None) -> Alert:
    [found] = alerts_of(payload, at)
    return found


def test_an_alert_of_alertmanager_is_read_with_all_that_it_says():
    found = the_one(of_alertmanager())

    assert (found.status, found.title) == ("firing", "DiskFull: db-1 磁盘已满")
    assert found.text == "可用空间不足1%。\nrunbook: 清理日志"
    assert (found.key, found.severity, found.labels["instance"]) == ("a1b2c3", "critical", "db-1:9100")
    assert found.started == datetime(2026, 9, 28, 1, 0, 0, 123456, UTC)
    assert found.link == "http://prometheus.example/graph"


@pytest.mark.parametrize(
    ("changes", "at", "status", "why"),
    [
        ({"endsAt": NEVER}, None, "firing", "no end is the year 1"),
        ({"status": None, "endsAt": END}, "2026-09-28T02:00:00+00:00", "resolved", "it ended before"),
        ({"status": None, "endsAt": END}, "2026-09-28T01:10:00+00:00", "firing", "it ends only later"),
        ({"status": {"state": "active"}}, None, "firing", "as the interface tells it"),
        ({"status": "resolved"}, None, "resolved", "it says so"),
    ],
)
def test_whether_an_alert_still_fires_is_told_by_status_and_end(changes, at, status, why):
    found = the_one(of_alertmanager(**changes) | {"status": None}, at and datetime.fromisoformat(at))

    assert (found.status, found.ended is None) == (status, status == "firing"), why


@pytest.mark.parametrize(
    ("fires", "recovers"),
    [
        (of_alertmanager(), of_alertmanager("resolved")),
        (of_alertmanager(fingerprint=""), of_alertmanager("resolved", fingerprint=None)),
        (of_zabbix(), of_zabbix(event_id="9002", event_value="0")),
        (of_zabbix(), of_zabbix(event_id="9002", event_value=None, zabbix_action="resolve")),
        (of_zabbix(trigger_id=None), of_zabbix(event_id="9002", trigger_id=None, event_value="0")),
        ({"ruleId": 5, "title": "[Alerting] CPU", "state": "alerting"}, {"ruleId": 5, "title": "[OK] CPU", "state": "ok"}),
        ({"check_id": 8, "current_state": "DOWN", "previous_state": "UP", "check_name": "门户"},
         {"check_id": 8, "current_state": "UP", "previous_state": "DOWN", "check_name": "门户"}),
        ({"title": "[Triggered] 队列过长", "host": "mq-1"}, {"title": "[Recovered] 队列过长", "host": "mq-1"}),
        ({"incident": {"incident_id": "x1", "state": "open", "summary": "CPU"}},
         {"incident": {"incident_id": "x1", "state": "closed", "summary": "CPU"}}),
        ({"messages": [{"event": "incident.trigger", "incident": {"id": "P1", "title": "慢"}}]},
         {"messages": [{"event": "incident.resolve", "incident": {"id": "P1", "title": "慢"}}]}),
        ({"Type": "Notification", "MessageId": "m-1", "Message": json.dumps({"AlarmName": "桶", "NewStateValue": "ALARM"})},
         {"Type": "Notification", "MessageId": "m-2", "Message": json.dumps({"AlarmName": "桶", "NewStateValue": "OK"})}),
    ],
)  # fmt: skip
def test_a_recovery_carries_the_key_of_its_alert(fires, recovers):
    one, other = the_one(fires), the_one(recovers)

    assert (one.status, other.status) == ("firing", "resolved")
    assert one.key == other.key


def test_an_alert_of_zabbix_names_host_severity_and_tags():
    found = the_one(of_zabbix())

    assert (found.title, found.severity) == ("web-1: Agent is unreachable", "high")
    assert found.labels["team"] == "网络"


def test_what_an_own_program_sends_is_taken_by_its_names():
    sent = {
        "title": "备份失败",
        "status": "firing",
        "key": "backup-3",
        "text": "退出码2",
        "severity": "Error",
    }
    found = the_one(sent | {"labels": {"asset": "SRV-003"}, "url": "javascript:alert(1)"})

    assert (found.title, found.key, found.text, found.severity) == (
        "备份失败",
        "backup-3",
        "退出码2",
        "error",
    )
    assert (dict(found.labels), found.link) == ({"asset": "SRV-003"}, "")


def test_alerts_of_one_message_differ_by_their_keys():
    message = of_alertmanager()
    other = message["alerts"][0] | {"fingerprint": "d4"}
    message["alerts"] += [other, other | {"status": "resolved"}]

    assert [(one.key, one.status) for one in alerts_of(message)] == [("a1b2c3", "firing"), ("d4", "resolved")]


REFUSED: dict[str, bytes] = {
    "nothing": b"",
    "a word": b"alert!",
    "an empty list": b"[]",
    "an empty object": b"{}",
    "a number": b"3",
    "a text": b'"text"',
    "no text": b"\xff\xfe",
    "no alerts": b'{"alerts": []}',
    "deep brackets": b"[" * 100_000,
    "a long number": b"9" * 5000,
    "too many": json.dumps([{"title": str(n)} for n in range(MOST_ALERTS + 1)]).encode(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_alert_is_refused_in_words(name: str):
    with pytest.raises(NotUnderstood, match=r"it is not JSON|it holds"):
        read(REFUSED[name])


names = st.sampled_from(
    ["alerts", "labels", "annotations", "status", "startsAt", "endsAt", "title", "state", "trigger_id", "event_id",
     "event_nseverity", "event_tags", "severity", "payload", "Message", "timestamp", "url", "id", "key"]
) | st.text(max_size=8)  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(values)
def test_whatever_comes_is_read_or_refused_and_fits_what_is_kept(payload):
    try:
        found = alerts_of(payload, datetime(2026, 9, 28, tzinfo=UTC))
    except NotUnderstood:
        return

    for one in found:
        assert one.title
        assert one.key
        assert len(one.title) <= LONGEST_TITLE
        assert len(one.key) <= 200
        json.dumps([one.title, one.text, one.key, one.severity, dict(one.labels)]).encode()
        assert "\x00" not in one.title + one.text + one.key + "".join([*one.labels, *one.labels.values()])
