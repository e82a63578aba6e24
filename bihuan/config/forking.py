"""Processes forked from a starter that has loaded everything: they start at once and share its memory.

The starter has no threads and no connections, so a fork takes nothing along that two must not use.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15

log = logging.getLogger(__name__)


def fork(name: str, work: Callable[[], None]) -> int:
    """Run `work` in a child of its own session that dies with this process; return its process number."""
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = os.fork()
        if pid == 0:
            _live(name, work, parent)
        return pid
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def describe(status: int) -> str:
    """Say how a process ended, from its wait status."""
    code = os.waitstatus_to_exitcode(status)
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


def _live(name: str, work: Callable[[], None], parent: int) -> None:
    """Be the child until the work is done. Never returns: nothing of the starter's is cleaned up twice."""
    status = 1
    try:
        _leave_the_starter(name, parent)
        work()
        status = 0
    except KeyboardInterrupt:
        status = 130
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _leave_the_starter(name: str, parent: int) -> None:
    os.setsid()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(PR_SET_NAME, name.encode()[:15])
    if os.getppid() != parent:  # it died before we could ask to die with it
        os._exit(1)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    gc.enable()
