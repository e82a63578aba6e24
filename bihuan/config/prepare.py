"""What must have happened in the database before the desk opens: done once, by whoever comes first."""

from __future__ import annotations

import logging
import pkgutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.module_loading import module_has_submodule

from bihuan.config.embedded.refusal import CannotRun
from bihuan.front.ops.deliver import deliver
from bihuan.ground.people.models import Person
from bihuan.kit.live.listening import session_address

DEMO = "bihuan.front.ops.demo.loading"
DATABASE_WITHIN_S = 60.0
LOCK = "SELECT pg_advisory_lock(hashtextextended('bihuan prepares its database', 0))"

log = logging.getLogger(__name__)


def prepare(*, with_demo: bool) -> None:
    """Bring the tables up to date, load the delivered configuration and, while nobody is recorded yet, the demo company.

    Of several machines that start at once one does it, and the others wait.

    :raises CannotRun: if the database cannot be reached for a minute
    """
    with _session() as session, _without_time_limit():
        session.execute(LOCK)
        if not _is_up_to_date():
            log.info("bringing the tables up to date")
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        deliver()
        if with_demo and (demo := demo_company()) and not Person.objects.exists():
            log.info("loading the demo company, this once")
            demo.load()


def demo_company() -> ModuleType | None:
    """Return the module that knows the demo company, where it is there."""
    return import_module(DEMO) if find_spec(DEMO) else None


def _is_up_to_date() -> bool:
    """Tell whether every migration was applied, without loading any: that takes longer than all the rest."""
    recorder = MigrationRecorder(connection)
    return recorder.has_table() and _written_migrations() <= set(recorder.applied_migrations())


def _written_migrations() -> set[tuple[str, str]]:
    found = set()
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "migrations"):
            folder = import_module(f"{app.name}.migrations").__path__
            found |= {(app.label, name) for _, name, _ in pkgutil.iter_modules(folder) if name[0] not in "_~"}
    return found


def _session() -> psycopg.Connection[tuple[str, ...]]:
    """Return a session that holds a lock for as long as it lives; wait for a database that starts beside us."""
    deadline = time.monotonic() + DATABASE_WITHIN_S
    while True:
        try:
            return psycopg.connect(session_address(), autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise CannotRun(f"The database cannot be reached. See DATABASE_URL. {error}") from error
            log.warning("waiting for the database")
            time.sleep(2)


@contextmanager
def _without_time_limit() -> Iterator[None]:
    """Let statements take as long as they need, on Django's connection, which is then given back."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        connection.close()
