"""What every test stands on: a PostgreSQL of its own, and a house in which only the room under test is awake."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import pytest_django
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from bihuan.config.door import Door
from bihuan.config.embedded.cluster import SUPERUSER
from bihuan.config.embedded.server import Server
from bihuan.config.web import Server as WebServer
from bihuan.kit.events import wires
from bihuan.wiring import WIRES
from scripts.system_parts import PARTS

# A crash of the machine may lose what tests wrote.
IN_A_HURRY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LONG = ("tests/journeys/", "tests/test_processes.py", "tests/demo/", "tests/test_monitoring.py")
IS_CI = os.environ.get("CI") == "true"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "needs(part): a part of the machine that the test drives, see scripts/system_parts.py"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests whose part of the machine is not there, by name; in CI they run, and fail.

    What takes long comes first, so that at the end nobody waits for one who has just begun with it.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for item in items:
        lacking = [
            name for mark in item.iter_markers("needs") for name in mark.args if not PARTS[name].is_there()
        ]
        if lacking and not IS_CI:
            item.add_marker(pytest.mark.skip(reason=f"this machine has no {', '.join(lacking)}"))


def pytest_report_header() -> list[str]:
    lacking = [name for name, part in PARTS.items() if not part.is_there()]
    return [f"left out, for this machine lacks them: {', '.join(lacking)}"] if lacking else []


@pytest.fixture(scope="session")
def folder_for_all() -> Iterator[Path]:
    """Make a folder that the database's user may enter, too, and a path short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="bihuan-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_server(folder_for_all: Path) -> Iterator[Server]:
    """Run a PostgreSQL for this session, from its first test that needs one."""
    server = Server(folder_for_all / "database", IN_A_HURRY)
    server.take()
    try:
        server.launch()
        server.wait_until_ready()
        with psycopg.connect(server.home.address_of(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute("ALTER ROLE desk CREATEDB")
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Have the tests use it, unless DATABASE_URL names another one."""
    settings = connections["default"].settings_dict
    if not settings["NAME"]:
        server: Server = request.getfixturevalue("database_server")
        settings |= {"NAME": "desk", "USER": "desk", "HOST": str(server.home.socket)}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Let the tables be emptied between tests with transactions of their own, which else the history refuses."""
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute("ALTER TABLE tickets_ticketevent DISABLE TRIGGER tickets_history_is_not_emptied")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open a browser for a module; each test has its own context in it."""
    # The loop that drives it runs in this thread, and Django takes it for a web server's. Where none drives a browser
    # the thread has no loop, so that tests may run their own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def only_the_room_under_test_reacts(request: pytest.FixtureRequest) -> Iterator[None]:
    """In a room's tests the rest of the house sleeps; in `tests/` all of it is awake."""
    room, in_a_room, _ = request.module.__name__.partition(".tests")
    if in_a_room and room.startswith("bihuan."):
        wires.connect(wire.within(room) for wire in WIRES)
    yield
    wires.connect(WIRES)


@pytest.fixture
def cut_off(transactional_db: None) -> Callable[[], None]:
    """Return what ends the connections to the database that others have opened since the test began.

    Older ones stay. The thread of the tests has one for while a browser's loop runs in it and one for while none does,
    and a later test goes on with the one that is idle now.
    """
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT array_agg(pid) {others}")
        (older,) = cursor.fetchone()

    def cut() -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) {others} AND pid <> ALL(%s)", [older or []])

    return cut


@pytest.fixture
def living_desk(cut_off: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve pages and their news as the desk does, and return the address."""
    listening = socket.create_server(("127.0.0.1", 0))
    # Its threads outlive it; their connections should not.
    monkeypatch.setitem(connections["default"].settings_dict, "CONN_MAX_AGE", 0)
    server = WebServer(Door())
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    cut_off()  # what still listens for news
