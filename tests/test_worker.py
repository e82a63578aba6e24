"""The worker in a process of its own, killed and ended in the middle of its work."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app

from bihuan.config.forking import fork
from bihuan.kit.work import stalled
from bihuan.kit.work.drain import wake
from bihuan.kit.work.models import Heartbeat
from bihuan.kit.work.worker import Worker
from tests.running import until

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Letters:
    """Letters in a table of their own; the one called `slow` takes as long as there is no file `go`."""

    folder: Path
    name: str = "letters"
    rest_s: float = 60.0

    @transaction.atomic
    def work_one(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM letters WHERE done = 0 ORDER BY name FOR UPDATE SKIP LOCKED LIMIT 1"
            )
            row = cursor.fetchone()
            if not row:
                return False
            cursor.execute("UPDATE letters SET done = done + 1 WHERE name = %s", row)
            if row == ("slow",):
                wait_for_go(self.folder)
        return True

    def waiting(self) -> int:
        return 0


def wait_for_go(folder: Path) -> None:
    (folder / "begun").touch()
    until((folder / "go").exists, 60)


@app.task(name="tests.slow", queue="reactions")
def slow(folder: str) -> None:
    wait_for_go(Path(folder))
    (Path(folder) / "ended").touch()


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    tell("CREATE TABLE letters (name text PRIMARY KEY, done int DEFAULT 0)")
    yield Letters(tmp_path)
    tell("DROP TABLE letters")


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """Return what starts a worker process, and kill what is left of them at the end."""
    monkeypatch.setattr(stalled, "STALLED_AFTER_S", 1.0)
    monkeypatch.setattr(stalled, "BEAT_EVERY_S", 0.3)
    pids: list[int] = []

    def begin(*drains: Letters) -> int:
        connections.close_all()
        pids.append(fork("worker", Worker(drains, concurrency=2).run))
        return pids[-1]

    yield begin
    for pid in pids:
        end(pid, signal.SIGKILL)


Start = Callable[..., int]


def test_rows_are_worked_off_when_they_come(letters: Letters, start: Start) -> None:
    tell("INSERT INTO letters VALUES ('a'), ('b')")
    start(letters)
    until(lambda: done() == {"a": 1, "b": 1}, 10)

    with transaction.atomic():
        tell("INSERT INTO letters VALUES ('c')")
        wake("letters")
        began = time.monotonic()

    until(lambda: done()["c"] == 1, 2)
    assert time.monotonic() - began < 1


def test_a_worker_killed_in_the_middle_of_a_row_loses_nothing_and_does_nothing_twice(
    letters: Letters, start: Start
) -> None:
    tell("INSERT INTO letters VALUES ('early'), ('slow'), ('still later')")
    killed = start(letters)
    until((letters.folder / "begun").exists, 10)
    end(killed, signal.SIGKILL)
    before = done()

    (letters.folder / "go").touch()
    start(letters)

    assert before == {"early": 1, "slow": 0, "still later": 0}
    until(lambda: set(done().values()) == {1}, 10)


def test_a_job_of_a_killed_worker_is_done_by_the_next(start: Start, tmp_path: Path) -> None:
    slow.defer(folder=str(tmp_path))
    killed = start()
    until((tmp_path / "begun").exists, 10)
    end(killed, signal.SIGKILL)
    (tmp_path / "begun").unlink()

    (tmp_path / "go").touch()
    start()

    until((tmp_path / "ended").exists, 15)


def test_what_is_in_hand_is_finished_before_the_worker_ends(
    letters: Letters, start: Start, tmp_path: Path
) -> None:
    tell("INSERT INTO letters VALUES ('slow'), ('still later')")
    worker = start(letters)
    until((letters.folder / "begun").exists, 10)

    os.kill(worker, signal.SIGTERM)
    time.sleep(0.3)
    (letters.folder / "go").touch()
    took_s = end(worker)

    assert done() == {"slow": 1, "still later": 0}
    assert took_s < 1


def test_an_idle_worker_ends_at_once_and_beats_before(letters: Letters, start: Start) -> None:
    worker = start(letters)
    until(lambda: Heartbeat.objects.filter(name="worker").exists(), 10)
    time.sleep(0.5)

    os.kill(worker, signal.SIGTERM)

    assert end(worker) < 1


def test_a_worker_finds_a_lost_database_again(
    letters: Letters, start: Start, cut_off: Callable[[], None]
) -> None:
    start(letters)
    until(lambda: Heartbeat.objects.filter(name="worker").exists(), 10)
    cut_off()

    tell("INSERT INTO letters VALUES ('a')")
    wake("letters")

    until(lambda: done() == {"a": 1}, 10)


def tell(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def done() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, done FROM letters")
        return dict(cursor.fetchall())


def end(pid: int, number: signal.Signals | None = None) -> float:
    """Send a signal, if one is given, and return how many seconds the process took to end."""
    began = time.monotonic()
    try:
        if number:
            os.kill(pid, number)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    return time.monotonic() - began
