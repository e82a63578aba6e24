"""What a killed start left behind, cleared away so that the next one is not in its way.

PostgreSQL takes the file with its process number for a running server whenever any process has that number, which in
a container is nearly always so; and where its first process is killed, others may still be writing. Linux tells which
processes really are at work: they stand in the data folder. Elsewhere nothing is touched.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

from bihuan.config.embedded.refusal import CannotRun

PROCESSES = Path("/proc")
PATIENCE_S = 15.0


def clear(data: Path, socket: Path) -> None:
    """End the processes that still work on `data`; then remove what they left there and beside the socket.

    :raises CannotRun: if they do not end in time
    """
    if not (PROCESSES / "self").exists():
        return
    _end_all_on(data)
    for left in (data / "postmaster.pid", socket / ".s.PGSQL.5432.lock", socket / ".s.PGSQL.5432"):
        left.unlink(missing_ok=True)


def _end_all_on(data: Path) -> None:
    """Ask them all to end. Their starter's death asked the server already; this reaches those whose server was killed."""
    deadline = time.monotonic() + PATIENCE_S
    asked: set[int] = set()
    while at_work := _at_work_on(data):
        for pid in at_work - asked:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT if pid == _server_of(data) else signal.SIGTERM)
        asked |= at_work
        if time.monotonic() > deadline:
            raise CannotRun(
                f"Processes {sorted(at_work)} still work on {data} and do not end. End them, then start again."
            )
        time.sleep(0.02)


def _at_work_on(data: Path) -> set[int]:
    return {
        int(process.name)
        for process in PROCESSES.iterdir()
        if process.name.isdigit() and _stands_in(data, process)
    }


def _stands_in(data: Path, process: Path) -> bool:
    try:
        return (process / "cwd").readlink() == data
    except OSError:  # another user's, or already gone
        return False


def _server_of(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
