"""A whole desk as a stranger would start it: `bihuan up` in processes of its own, in a folder of its own."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg

OPEN = re.compile(r"is open: http://127\.0\.0\.1:(\d+)")
# The desk under test must not take over what the tests themselves were started with.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")
START_WITHIN_S = 90.0


class Desk:
    """One `bihuan` process tree."""

    def __init__(self, folder: Path, *command: str, **settings: str) -> None:
        self.folder = folder
        self._command = command or ("up",)
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {
            "BIHUAN_DATA": str(folder / "var"),
            "PORT": "0",
            "DEMO": "0",
            **settings,
        }
        self.log = folder / "desk.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self._words(*self._command),
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def start_and_wait(self) -> float:
        """Start; return how many seconds it took until the desk was well."""
        began = time.monotonic()
        self.start()
        until(lambda: OPEN.search(self.said()) is not None or self.has_ended(), START_WITHIN_S)
        until(lambda: self.has_ended() or self.is_well(), START_WITHIN_S)
        assert not self.has_ended(), self.said()
        return time.monotonic() - began

    def end(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Send a signal; return how many seconds it took until all was over."""
        assert self.process
        everyone = self.everyone()
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        until(lambda: not any(process.is_running() for process in everyone), 30)
        return time.monotonic() - began

    def run(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run another `bihuan` command beside it."""
        return subprocess.run(
            self._words(*words),
            env=self.environment,
            cwd=self.folder,
            input=given,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def catches(self, number: signal.Signals) -> bool:
        """Tell whether it has begun to decide for itself what a signal does (`SigCgt` of proc(5))."""
        assert self.process
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        caught = re.search(r"^SigCgt:\s+([0-9a-f]+)$", status, re.MULTILINE)
        return bool(caught) and bool(int(caught[1], 16) & 1 << (number - 1))

    def said(self) -> str:
        return self.log.read_text()

    @property
    def port(self) -> int:
        found = OPEN.search(self.said())
        assert found, self.said()
        return int(found[1])

    @property
    def address(self) -> str:
        return (self.folder / "var" / "address.txt").read_text()

    def everyone(self) -> list[psutil.Process]:
        """Return all processes of the tree, the supervisor first."""
        assert self.process
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def those_called(self, name: str) -> list[psutil.Process]:
        found = []
        for process in self.everyone():
            with suppress(psutil.NoSuchProcess):  # one that has just ended
                if process.name().startswith(name):
                    found.append(process)
        return found

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str) -> tuple[int, bytes]:
        with closing(self.connect()) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def is_well(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def failing(self) -> list[str]:
        named: list[str] = json.loads(self.get("/healthz")[1]).get("failing", [])
        return named

    def sign_in(self, name: str) -> tuple[int, str]:
        """Record a person, sign in, and return the person's number and the cookie."""
        code = (
            "from django.conf import settings; from django.test import Client; from django.utils import timezone;"
            "from bihuan.ground.people.models import Person;"
            f"person, _ = Person.objects.get_or_create(username={name!r}, name={name!r}, defaults=dict(joined_at=timezone.now()));"
            "client = Client(); client.force_login(person); name = settings.SESSION_COOKIE_NAME;"
            "print('person', person.pk, name + '=' + client.cookies[name].value)"
        )
        ran = self.run("manage", "shell", "-v0", "-c", code)
        found = re.search(r"^person (\d+) (.*)$", ran.stdout, re.MULTILINE)
        assert found, ran.stderr
        return int(found[1]), found[2]

    def whisper(self, topic: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute("SELECT pg_notify('desk', %s)", [topic])

    @staticmethod
    def _words(*words: str) -> list[str]:
        return [sys.executable, "-m", "bihuan", *words]


class Stream:
    """An open page that listens. Its greeting is read, so that it hears all that comes after."""

    def __init__(self, desk: Desk, topics: str, cookie: str = "") -> None:
        self._connection = desk.connect()
        self._connection.request("GET", f"/events?{topics}", headers={"Cookie": cookie})
        self._answer = self._connection.getresponse()
        self.status = self._answer.status
        while self.status == 200 and self._answer.readline() != b"\n":
            pass

    def next_news(self) -> str:
        """Return the next topic that changed; what else is said is passed over."""
        while (line := self._answer.readline()) != b"event: changed\n":
            assert line, "the stream ended"
        return self._answer.readline().decode().removeprefix("data: ").strip()

    def close(self) -> None:
        self._answer.close()
        self._connection.close()


def until(holds: Callable[[], bool], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)
