"""A new database cluster, and who may enter it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bihuan.config.embedded.home import Home
from bihuan.config.embedded.refusal import CannotRun

SUPERUSER = "postgres"
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC"}

# Small enough for a machine that also runs the desk. Data of people stay out of the log: no statements, no details.
TUNING: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_method": "sync",  # no idle helpers in memory
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",  # one report leaves the other cores to the pages
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def lay_down(home: Home, programs: Path) -> None:
    """Make an empty cluster in `home.data`: as a whole or not at all.

    :raises CannotRun: if `initdb` fails, with its words
    """
    draft = home.data.with_name(".initdb")
    shutil.rmtree(draft, ignore_errors=True)
    home.own(draft)
    options = [
        "-U",
        SUPERUSER,
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]
    options += ["--auth-local=peer", "--auth-host=reject", "--no-instructions"]
    run = subprocess.run(
        [str(programs / "initdb"), "-D", str(draft), *options],
        **as_user(home),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise CannotRun(f"PostgreSQL could not make its files in {draft}: {run.stderr.strip()}")
    draft.rename(home.data)


def let_in(home: Home) -> None:
    """Let in whoever may start this desk, over the socket alone, as the kernel names them: no password, no network."""
    users = {os.geteuid(), home.user.pw_uid, 0}
    names = sorted(pwd.getpwuid(uid).pw_name.replace('"', '""') for uid in users)
    lines = [f'desk "{name}" {role}\n' for name in names for role in ("desk", SUPERUSER)]
    _write(home, "pg_hba.conf", "local all all peer map=desk\n")
    _write(home, "pg_ident.conf", "".join(lines))


def as_user(home: Home) -> dict[str, Any]:
    """Return how `subprocess` starts a program as the server's user."""
    drop = (
        {"user": home.user.pw_uid, "group": home.user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    environment = {**os.environ, **ENVIRONMENT}
    return {**drop, "cwd": "/", "stdin": subprocess.DEVNULL, "env": environment}


def _write(home: Home, name: str, content: str) -> None:
    path = home.data / name
    path.write_text(content)
    if os.geteuid() == 0:
        os.chown(path, home.user.pw_uid, home.user.pw_gid)
