"""The process in which strangers' mail is read: one message at a time, with little memory and little time.

Started by `LimitedReader` as `python -m` with a socket as its standard input; ends when that socket does.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socket
import sys

from bihuan.ground.channels.email.reading import frames
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.limits import MIB, Limits

# What a frame begins with: a letter, or why there is none.
LETTER, REFUSAL = b"L", b"R"
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in linux/prctl.h
OPEN_FILES = 16


def main() -> None:
    """Read messages until the parent closes the connection."""
    limits = json.loads(sys.argv[1])
    connection = socket.socket(fileno=os.dup(0))
    die_with_parent(limits["parent"])
    confine(limits["memory_bytes"])
    reading = Limits(message_bytes=limits["message_bytes"])
    while True:
        try:
            raw = frames.receive(connection, limits["message_bytes"])
        except frames.Cut:
            return
        allow_cpu(limits["cpu_s"])
        answer(connection, raw, reading)
        del raw


def answer(connection: socket.socket, raw: bytes, limits: Limits) -> None:
    """Send the letter, or the kind of failure that kept it from being read."""
    try:
        pieces = [LETTER, *frames.encode(read(raw, limits))]
    except Exception as error:  # whatever it is, the parent must hear of it; the text may hold the mail's
        pieces = [REFUSAL, type(error).__name__.encode()]
    frames.send(connection, *pieces)


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process when its parent ends; elsewhere the closed connection ends it later."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit()


def confine(memory_bytes: int) -> None:
    """Give up memory beyond the limit, writing files, core dumps and opening much."""
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, MIB),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(kind, (most, most))


def allow_cpu(seconds: int) -> None:
    """Let the kernel end this process once it has used so many more seconds of CPU time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
