"""As in life, with the page of the bench beside those of the desk."""

from bihuan.config.settings.base import *  # noqa: F403
from bihuan.config.settings.base import PACKAGE, TEMPLATES

BENCH = PACKAGE / "front" / "ops" / "bench"

ROOT_URLCONF = "bihuan.front.ops.bench.urls"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], str(BENCH / "templates")]
