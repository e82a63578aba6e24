"""Real monitoring for the tests: Prometheus asks a target whether it is up, and Alertmanager tells the desk. On loopback."""

from __future__ import annotations

import http.server
import shutil
import socket
import subprocess
import threading
from pathlib import Path

PROMETHEUS = """
global: {{ scrape_interval: 200ms, evaluation_interval: 200ms }}
rule_files: [{folder}/rules.yml]
alerting: {{ alertmanagers: [ {{ static_configs: [ {{ targets: ["127.0.0.1:{alertmanager}"] }} ] }} ] }}
scrape_configs:
  - job_name: till
    static_configs: [ {{ targets: ["127.0.0.1:{target}"], labels: {{ instance: till-3, team: shop }} }} ]
"""
RULES = """
groups:
  - name: tills
    rules:
      - alert: TillOutOfPaper
        expr: till_paper == 0
        labels: { severity: critical }
        annotations: { summary: "三号收银台缺纸", description: "请换纸卷。" }
"""
ALERTMANAGER = """
route: {{ receiver: desk, group_by: [alertname], group_wait: 100ms, group_interval: 300ms, repeat_interval: 1h }}
receivers:
  - name: desk
    webhook_configs:
      - url: "{address}"
        send_resolved: true
        http_config: {{ authorization: {{ type: Bearer, credentials: "{secret}" }} }}
"""


class WatchTower:
    """Watches a till that has paper or not, and reports to `address`."""

    def __init__(self, folder: Path, address: str, secret: str) -> None:
        self._folder = folder
        self._programs: list[subprocess.Popen[bytes]] = []
        self._till = _Till()
        ports = {"alertmanager": _free_port(), "prometheus": _free_port(), "target": self._till.port}
        self._ports = ports
        folder.joinpath("rules.yml").write_text(RULES)
        folder.joinpath("prometheus.yml").write_text(PROMETHEUS.format(folder=folder, **ports))
        folder.joinpath("alertmanager.yml").write_text(ALERTMANAGER.format(address=address, secret=secret))

    def open(self) -> None:
        folder, ports = self._folder, self._ports
        alertmanager = shutil.which("prometheus-alertmanager") or "alertmanager"
        self._start(
            alertmanager,
            f"--config.file={folder}/alertmanager.yml",
            f"--storage.path={folder}/alertmanager",
            f"--web.listen-address=127.0.0.1:{ports['alertmanager']}",
            "--cluster.listen-address=",
        )
        self._start(
            "prometheus",
            f"--config.file={folder}/prometheus.yml",
            f"--storage.tsdb.path={folder}/prometheus",
            f"--web.listen-address=127.0.0.1:{ports['prometheus']}",
            "--rules.alert.resend-delay=500ms",
        )

    def paper(self, *, is_there: bool) -> None:
        self._till.has_paper = is_there

    def close(self) -> None:
        for program in self._programs:
            program.terminate()
        for program in self._programs:
            program.wait(20)
        self._till.close()

    def said(self) -> str:
        return "".join(log.read_text() for log in sorted(self._folder.glob("*.log")))

    def _start(self, *command: str) -> None:
        with (self._folder / f"{Path(command[0]).name}.log").open("wb") as log:
            self._programs.append(subprocess.Popen(command, stdout=log, stderr=log))


class _Till:
    """A target: tells on a page of its own how much paper it has."""

    def __init__(self) -> None:
        self.has_paper = True
        till = self

        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.end_headers()
                self.wfile.write(f"till_paper {int(till.has_paper)}\n".encode())

            def log_message(self, *said: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
