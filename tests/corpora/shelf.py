"""The product's own index in a database of its own, which starts with this module, for judging how it finds."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from bihuan.config.embedded.server import Server

FOLDER = Path(tempfile.mkdtemp(prefix="bihuan-corpora-"))
FOLDER.chmod(0o711)
SERVER = Server(FOLDER / "database", {"fsync": "off"})
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
atexit.register(SERVER.stop)
SERVER.take()
SERVER.launch()
SERVER.wait_until_ready()
os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.config.settings.test"
os.environ["DATABASE_URL"] = f"host={SERVER.home.socket} dbname=desk user=desk"
django.setup()
call_command("migrate", "search", verbosity=0)

from bihuan.ground.search.models import DocKind, SearchDoc  # noqa: E402
from bihuan.ground.search.near import find_near  # noqa: E402

WRITTEN = datetime(2026, 9, 28, tzinfo=UTC)
_numbers = itertools.count(1)


class Shelf:
    """Some documents (`{id, title, body}`) as articles that everybody may read, apart from all others."""

    def __init__(self, docs: list[dict[str, Any]]) -> None:
        self._number = next(_numbers)
        first = self._number * 1_000_000
        self._ids = {first + place: doc["id"] for place, doc in enumerate(docs)}
        for key, doc in zip(self._ids, docs, strict=True):
            SearchDoc.put(
                DocKind.ARTICLE,
                key,
                number="",
                title=doc["title"],
                body=doc["body"],
                category_id=self._number,
                is_public=True,
                at=WRITTEN,
                is_new=True,
            )

    def find(self, words: str, most: int) -> list[str]:
        """Return the ids of the best documents, best first."""
        docs = SearchDoc.objects.visible_to(None).of_kind(DocKind.ARTICLE).filter(category_id=self._number)
        return [self._ids[doc.object_id] for doc in find_near(docs, words, limit=most).docs]
