"""The built front end: which file a name stands for today. Vite puts a hash into every name and says so in a manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from markupsafe import Markup

FOLDER = Path(__file__).parent / "static" / "web"


@dataclass
class Build:
    """What one run of `npm run build` made: read once, or whenever it changed while somebody works on the front end."""

    folder: Path = FOLDER
    _read_at: float = field(default=-1.0, init=False)
    _entries: dict[str, Any] = field(default_factory=dict, init=False)
    _addresses: dict[str, str] = field(default_factory=dict, init=False)

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.json"

    def address(self, name: str) -> str:
        """Return where a source is served; unbuilt, an address that answers 404, so that pages still show their words."""
        self._keep_up()
        known = self._addresses.get(name)
        if known is None:
            entry = self._entry(name)
            known = self._addresses[name] = f"{settings.STATIC_URL}web/{entry['file'] if entry else name}"
        return known

    def _keep_up(self) -> None:
        if self._read_at >= 0 and not settings.DEBUG:
            return
        changed_at = self.manifest.stat().st_mtime if self.manifest.exists() else 0.0
        if changed_at != self._read_at:
            self._read_at = changed_at
            self._entries = json.loads(self.manifest.read_text("utf-8")) if changed_at else {}
            self._addresses = {}

    def _entry(self, name: str) -> dict[str, Any] | None:
        """Find a source by the end of its path: app.ts, icons.svg."""
        ends = (entry for source, entry in self._entries.items() if source.endswith("/" + name))
        return self._entries.get(name) or next(ends, None)

    def head(self, name: str) -> Markup:
        """Return the links and the script of an entry for the page's head, its chunks fetched along with it."""
        self._keep_up()
        entry = self._entry(name) or {}
        base = f"{settings.STATIC_URL}web/"
        chunks = [self._entries[chunk]["file"] for chunk in entry.get("imports", ())]
        lines = [
            Markup('<link rel="stylesheet" href="{}{}">').format(base, css) for css in entry.get("css", ())
        ]
        lines += [Markup('<link rel="modulepreload" href="{}{}">').format(base, chunk) for chunk in chunks]
        lines.append(Markup('<script type="module" src="{}"></script>').format(self.address(name)))
        return Markup("\n").join(lines)


build = Build()
asset = build.address
