"""Reading strangers' mail in a child process, so that no message can cost more than its share or end the desk."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from bihuan.ground.channels.email.reading import frames
from bihuan.ground.channels.email.reading.child import LETTER
from bihuan.ground.channels.email.reading.letter import Letter
from bihuan.ground.channels.email.reading.limits import MIB, Limits

CHILD = "bihuan.ground.channels.email.reading.child"
IMPORTS_FROM = Path(__file__).parents[5]


class Unreadable(Exception):
    """A message that could not be read within its limits.

    :param reason: `too-large`, `too-slow`, `too-costly` (CPU or memory), `child-died`, or the kind of the fault
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class LimitedReader:
    """Reads one message at a time in a process of its own, which is started again after a fault and now and then.

    May be shared by threads: they wait for each other. Linux kills the child with the *thread* that started it; the
    next message then gets a new one, and one that was just being read is read once more.
    """

    def __init__(
        self,
        *,
        message_bytes: int = Limits.message_bytes,
        memory_bytes: int = 1024 * MIB,
        cpu_s: int = 10,
        wall_s: float = 15.0,
        messages_per_child: int = 1_000,
    ) -> None:
        self._limits = {"message_bytes": message_bytes, "memory_bytes": memory_bytes, "cpu_s": cpu_s}
        self._wall_s, self._messages_per_child = wall_s, messages_per_child
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def read(self, raw: bytes) -> Letter:
        """Return the letter.

        :raises Unreadable: if the message is too large or the child fails at it
        """
        if len(raw) > self._limits["message_bytes"]:
            raise Unreadable("too-large")
        with self._lock:
            try:
                return self._ready_child().read(raw, self._wall_s)
            except _KilledFromOutside:
                self._end_child()
                return self._read_again(raw)
            except Unreadable:
                self._end_child()
                raise

    @property
    def child_pid(self) -> int:
        """The process that reads now, 0 before the first message."""
        return self._child.pid if self._child else 0

    def close(self) -> None:
        """End the child; a later `read` starts another."""
        with self._lock:
            self._end_child()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read_again(self, raw: bytes) -> Letter:
        try:
            return self._ready_child().read(raw, self._wall_s)
        except Unreadable:
            self._end_child()
            raise

    def _ready_child(self) -> _Child:
        """Return a child that can take a message: a new one where the last is used up, gone, or another process's."""
        child = self._child
        if child and (child.messages >= self._messages_per_child or not child.is_usable()):
            self._end_child()
        self._child = self._child or _Child(self._limits)
        return self._child

    def _end_child(self) -> None:
        if self._child:
            self._child.end()
        self._child = None


class _Child:
    """One reading process and our end of its connection."""

    def __init__(self, limits: dict[str, int]) -> None:
        self.messages = 0
        self._starter = os.getpid()
        self._most_bytes = 2 * limits["message_bytes"] + 64 * MIB
        self._connection, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                # -S and -P: neither other packages nor the working directory are needed, or trusted
                [sys.executable, "-S", "-P", "-m", CHILD, json.dumps({**limits, "parent": self._starter})],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONPATH": str(IMPORTS_FROM), "PYTHONDONTWRITEBYTECODE": "1"},
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_usable(self) -> bool:
        """Tell whether the process lives and is ours: after a fork both processes would write to it."""
        return self._starter == os.getpid() and self._process.poll() is None

    def read(self, raw: bytes, wall_s: float) -> Letter:
        self.messages += 1
        until = time.monotonic() + wall_s
        try:
            self._connection.settimeout(wall_s)
            frames.send(self._connection, raw)
            frame = frames.receive(self._connection, self._most_bytes, until)
            if frame[:1] == LETTER:
                return frames.decode(frame[1:])
        except TimeoutError:
            raise Unreadable("too-slow") from None
        except (frames.Cut, OSError):
            raise self._failure() from None
        raise Unreadable("too-costly" if frame[1:] == b"MemoryError" else frame[1:].decode())

    def end(self) -> None:
        """End the process and wait until it is gone; one that belongs to another process is let go."""
        self._connection.close()
        if self._starter == os.getpid():
            self._process.kill()
            self._process.wait()

    def _failure(self) -> Unreadable | _KilledFromOutside:
        """Say why the connection broke; a process that lives on sent nonsense and is not to be used again."""
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return Unreadable("child-died")
        if code == -signal.SIGKILL:
            return _KilledFromOutside("child-died")
        return Unreadable("too-costly" if code == -signal.SIGXCPU else "child-died")


class _KilledFromOutside(Unreadable):
    """The process was killed, by the kernel or with the thread that started it; the message may be innocent."""
