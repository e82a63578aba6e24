"""A whole desk, a real post office and a browser, for each journey module."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.post_office import PASSWORD, PostOffice
from tests.running import Desk

ROOT = Path(__file__).parents[2]
DESK_ADDRESS = "it@yunhe.example"


@pytest.fixture(scope="module")
def post_office() -> Iterator[PostOffice]:
    folder = Path(tempfile.mkdtemp(prefix="bihuan-post-"))
    office = PostOffice(folder)
    try:
        office.open()
        yield office
    finally:
        office.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def desk(post_office: PostOffice) -> Iterator[Desk]:
    """Run a desk with the small company of `company.py`, whose mailbox is fetched."""
    folder = Path(tempfile.mkdtemp(prefix="bihuan-desk-"))
    folder.chmod(0o711)
    desk = Desk(folder)
    try:
        desk.start_and_wait()
        settle(desk, post_office)
        yield desk
    finally:
        if not desk.has_ended():
            desk.end()
        shutil.rmtree(folder, ignore_errors=True)


def settle(desk: Desk, post_office: PostOffice) -> None:
    mailbox = {
        "address": DESK_ADDRESS,
        "name_zh": "云禾服务台",
        "name_en": "Yunhe service desk",
        "imap_host": "127.0.0.1",
        "imap_port": post_office.imap_port,
        "imap_security": "none",
        "smtp_host": "127.0.0.1",
        "smtp_port": post_office.smtp_port,
        "smtp_security": "none",
        "username": DESK_ADDRESS,
        "password": PASSWORD,
    }
    environment = desk.environment | {"DATABASE_URL": desk.address, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "tests.journeys.company", json.dumps(mailbox)]
    subprocess.run(words, env=environment, cwd=ROOT, check=True, timeout=60)
