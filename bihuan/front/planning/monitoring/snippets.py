"""What to put into a tool so that it reports here, and what each sends when it is tried. Plain Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

ALERTMANAGER = """\
route:
  receiver: bihuan
  group_by: [alertname, instance]
  repeat_interval: 4h
receivers:
  - name: bihuan
    webhook_configs:
      - url: "{address}"
        send_resolved: true
        http_config:
          authorization:
            type: Bearer
            credentials: "{secret}"
"""
GRAFANA = """\
apiVersion: 1
contactPoints:
  - orgId: 1
    name: bihuan
    receivers:
      - uid: bihuan
        type: webhook
        disableResolveMessage: false
        settings:
          url: "{address}"
          httpMethod: POST
          authorization_scheme: Bearer
          authorization_credentials: "{secret}"
"""
ZABBIX = """\
url: {address}
secret: {secret}
event_id: {{EVENT.ID}}
event_value: {{EVENT.VALUE}}
event_name: {{EVENT.NAME}}
event_nseverity: {{EVENT.NSEVERITY}}
event_opdata: {{EVENT.OPDATA}}
trigger_id: {{TRIGGER.ID}}
host_name: {{HOST.NAME}}
host_ip: {{HOST.IP}}

var given = JSON.parse(value), request = new HttpRequest();
request.addHeader('Content-Type: application/json');
request.addHeader('Authorization: Bearer ' + given.secret);
var url = given.url;
delete given.url;
delete given.secret;
request.post(url, JSON.stringify(given));
if (request.getStatus() !== 202) throw 'answered ' + request.getStatus();
return 'OK';
"""
GENERIC = """\
curl -X POST "{address}" \\
  -H "Authorization: Bearer {secret}" \\
  -H "Content-Type: application/json" \\
  -d '{{"title": "Backup failed", "status": "firing", "key": "backup-db-1",
       "severity": "critical", "text": "exit code 2",
       "labels": {{"instance": "db-1"}}, "url": "https://backup.example/runs/7"}}'

# once it is over: the same key
curl -X POST "{address}" \\
  -H "Authorization: Bearer {secret}" \\
  -H "Content-Type: application/json" \\
  -d '{{"title": "Backup failed", "status": "resolved", "key": "backup-db-1"}}'
"""
SNIPPETS: Mapping[str, str] = {
    "alertmanager": ALERTMANAGER, "grafana": GRAFANA, "zabbix": ZABBIX, "generic": GENERIC,
}  # fmt: skip

TEST_NAME, TEST_KEY = "BihuanTest", "bihuan-test"
TEST_KEYS = (TEST_KEY, f"trigger:{TEST_KEY}")  # as they are read


def snippet(kind: str, address: str, secret: str) -> str:
    return SNIPPETS[kind].format(address=address, secret=secret)


def sample(kind: str, words: str, at: datetime, *, is_firing: bool) -> bytes:
    """Return what the tool would send for a fault that is none, or for its recovery."""
    if kind == "zabbix":
        told = {"event_id": TEST_KEY, "event_value": "1" if is_firing else "0", "event_name": words}
        told |= {
            "event_nseverity": "2",
            "trigger_id": TEST_KEY,
            "host_name": TEST_NAME,
            "sent_at": at.isoformat(),
        }
        return json.dumps(told).encode()
    status = "firing" if is_firing else "resolved"
    if kind == "generic":
        told = {
            "title": words,
            "status": status,
            "key": TEST_KEY,
            "severity": "warning",
            "sent_at": at.isoformat(),
        }
        return json.dumps(told | {"labels": {"instance": TEST_NAME}}).encode()
    alert = {
        "status": status,
        "labels": {"alertname": TEST_NAME, "instance": TEST_NAME, "severity": "warning"},
        "annotations": {"summary": words},
        "startsAt": at.isoformat(),
        "endsAt": "0001-01-01T00:00:00Z" if is_firing else at.isoformat(),
        "fingerprint": TEST_KEY,
    }
    return json.dumps({"version": "4", "status": status, "alerts": [alert]}).encode()
