"""Read what comes with the product: TOML files that stand in the rooms they belong to."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def read_delivered(room_file: str, name: str) -> dict[str, Any]:
    """Return `delivered/<name>.toml` beside the module whose `__file__` is given."""
    return tomllib.loads((Path(room_file).parent / "delivered" / f"{name}.toml").read_text(encoding="utf-8"))
