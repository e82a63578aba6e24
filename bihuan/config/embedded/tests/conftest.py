from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.config.embedded import places
from bihuan.config.embedded.server import Server


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a folder that anyone may pass through, unlike pytest's own; root's place of the machine is in it, too."""
    made = Path(tempfile.mkdtemp(prefix="bihuan-"))
    made.chmod(0o711)
    monkeypatch.setattr(places, "MACHINE_FOLDER", made / "machine")
    yield made
    shutil.rmtree(made)


@pytest.fixture
def started(folder: Path) -> Iterator[list[Server]]:
    """Collect servers that are stopped at the end, however the test ends."""
    servers: list[Server] = []
    yield servers
    for server in servers:
        server.stop()
