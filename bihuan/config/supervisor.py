"""One process tree that holds the whole desk, from PostgreSQL to the pages.

The supervisor loads the application, forks the web processes, the worker and the mail watcher, and starts again
whatever ends. It has no connections and no threads. When it dies, the kernel ends all the others.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from types import ModuleType

from django.conf import settings

from bihuan.config import env, listening, tree
from bihuan.config.embedded.refusal import CannotRun
from bihuan.config.embedded.server import Server
from bihuan.config.forking import describe, fork
from bihuan.config.parts import Database, Kept, Process
from bihuan.config.preload import freeze, preload
from bihuan.config.signals import Signals, end_at_once


def run(*, only_web: bool = False) -> None:
    """Run the desk, or its web processes alone, until SIGTERM, SIGINT or SIGHUP.

    :raises CannotRun: if it cannot be started, with what helps
    """
    end_at_once()
    with listening.reserve(env.text("HOST", "127.0.0.1"), env.integer("PORT", 8080, most=65_535)) as taken:
        os.environ["PORT"] = str(taken.getsockname()[1])
        server = None if env.secret("DATABASE_URL") else Server(env.data_folder())
        try:
            Supervisor(taken, server).run(only_web=only_web)
        finally:
            if server:
                server.stop()


class Supervisor:
    """Holds the socket on which the desk is reached and, where the database is the embedded one, its server."""

    def __init__(self, taken: socket.socket, server: Server | None) -> None:
        self._taken = taken
        self._server = server

    def run(self, *, only_web: bool) -> None:
        with_demo = env.flag("DEMO", True) and not only_web
        roles = self._load()
        self._do("prepare", lambda: roles.prepare(with_demo=with_demo))
        freeze()
        listening.answer(self._taken)
        signals = Signals()
        processes = [Kept(process) for process in self._processes(roles, only_web=only_web)]
        for process in processes:
            process.start(time.monotonic())
        self._do("welcome", roles.welcome)
        tree.keep([*processes, *([Kept(Database(self._server))] if self._server else [])], signals)
        tree.end(processes, signals)

    def _load(self) -> ModuleType:
        """Load the application while the database starts; return what its processes do."""
        if self._server:
            self._server.take()
            self._server.launch()
            os.environ["DATABASE_URL"] = self._server.home.address
        _begin_to_count_anew()
        preload()
        if self._server:
            self._server.wait_until_ready()
        return import_module("bihuan.config.roles")  # models can be imported only now

    def _processes(self, roles: ModuleType, *, only_web: bool) -> list[Process]:
        def answer() -> None:
            roles.serve(self._taken)

        web = [self._process(f"web-{n}", answer) for n in range(settings.WEB_PROCESSES)]
        if only_web:
            return web
        work = [self._process(f"worker-{n}", roles.do_work) for n in range(settings.WORKER_PROCESSES)]
        return [*web, *work, self._process("mail", roles.watch_mail)]

    def _process(self, name: str, work: Callable[[], None]) -> Process:
        return Process(name, lambda: self._let_go_and(work))

    def _let_go_and(self, work: Callable[[], None]) -> None:
        """In a child: leave the folder of the database to the supervisor alone, so that it is free once that died."""
        if self._server:
            self._server.forget()
        try:
            work()
        except CannotRun as error:
            sys.stderr.write(f"bihuan: {error}\n")
            raise SystemExit(1) from error

    def _do(self, name: str, work: Callable[[], None]) -> None:
        """Do something in a process of its own and wait for its end.

        :raises CannotRun: if it fails
        """
        pid = fork(f"bihuan-{name}", lambda: self._let_go_and(work))
        try:
            _, status = os.waitpid(pid, 0)
        except BaseException:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            raise
        if status:
            raise CannotRun(
                f"The desk was not started: {name} failed ({describe(status)}); what is above says why."
            )


def _begin_to_count_anew() -> None:
    """Make an empty folder where the web processes count their requests."""
    folder = env.data_folder() / "run" / f"metrics-{os.environ['PORT']}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
