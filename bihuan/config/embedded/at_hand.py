"""A database for a command: the one that DATABASE_URL names, or the embedded one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bihuan.config import env
from bihuan.config.embedded.home import Home
from bihuan.config.embedded.refusal import CannotRun
from bihuan.config.embedded.server import AlreadyRuns, Server

READY_WITHIN_S = 60.0


@contextmanager
def database_at_hand(folder: Path) -> Iterator[None]:
    """Have DATABASE_URL name a database that answers: the given one, the one that runs, or one that runs meanwhile.

    :raises CannotRun: if there is none
    """
    if env.secret("DATABASE_URL"):
        yield
        return
    server = Server(folder)
    try:
        server.take()
    except AlreadyRuns:
        use_the_running_one(folder, within_s=READY_WITHIN_S)
        yield
        return
    try:
        server.launch()
        server.wait_until_ready()
        os.environ["DATABASE_URL"] = server.home.address
        yield
    finally:
        server.stop()


def use_the_running_one(folder: Path, within_s: float = 0.0) -> None:
    """Have DATABASE_URL name the embedded database that another process runs, if it names none.

    :raises CannotRun: if none answers within that time
    """
    if env.secret("DATABASE_URL"):
        return
    home = Home(folder)
    deadline = time.monotonic() + within_s
    while not (address := _address_of_the_running(home)):
        if time.monotonic() >= deadline:
            raise CannotRun("No database runs here. Start the desk with `bihuan up`, or set DATABASE_URL.")
        time.sleep(0.1)
    os.environ["DATABASE_URL"] = address


def _address_of_the_running(home: Home) -> str | None:
    try:
        address = home.address_file.read_text()
        psycopg.connect(address, connect_timeout=5).close()
    except (OSError, psycopg.OperationalError):
        return None
    return address
