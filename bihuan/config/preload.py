"""Load all that the processes of the tree have in common, once, before they are forked and share it."""

from __future__ import annotations

import gc
import logging
import os
from importlib import import_module
from importlib.util import find_spec

import django
from django.conf import settings
from django.template import engines
from django.urls import get_resolver
from django.utils import translation
from jinja2 import Environment, TemplateError

# What a process would otherwise load by itself, at its start or with its first request.
MODULES = (
    "bihuan.config.prepare",
    "bihuan.config.web",
    "bihuan.kit.work.worker",
    "bihuan.ground.channels.email.watching",
    "procrastinate.worker",
    "psycopg_pool",
    "uvicorn.lifespan.off",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
)

log = logging.getLogger(__name__)


def preload() -> None:
    """Load the application. It opens no connection and starts no thread: neither survives a fork."""
    gc.disable()  # garbage that is freed between the forks would leave holes in the shared memory
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings.base")
    django.setup()
    for name in MODULES:
        if find_spec(name):
            import_module(name)
    assert get_resolver().reverse_dict is not None, "reading it loads the views"
    _load_words()
    _load_templates()


def freeze() -> None:
    """Keep the garbage collector's hands off what is loaded now, since touching a page ends its being shared."""
    gc.collect()
    gc.freeze()


def _load_words() -> None:
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext(code)


def _load_templates() -> None:
    engine: Environment = engines["jinja2"].env  # type: ignore[attr-defined]  # of Django's backend for Jinja2
    for name in engine.list_templates(extensions=["html", "txt"]):
        try:
            engine.get_template(name)
        except TemplateError:
            log.exception("template=%s does not compile", name)
