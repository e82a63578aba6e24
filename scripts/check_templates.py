"""Whether every template compiles, and every other one that it names is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import django
from django.template import engines
from jinja2 import Environment, TemplateError
from jinja2.meta import find_referenced_templates

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings.test")


def main() -> int:
    django.setup()
    engine: Environment = engines["jinja2"].env  # type: ignore[attr-defined]  # of Django's backend for Jinja2
    names = engine.list_templates(extensions=["html", "txt"])
    faults = [fault for name in names for fault in faults_of(name, engine, set(names))]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def faults_of(name: str, engine: Environment, known: set[str]) -> Iterator[str]:
    assert engine.loader, "Django gives the engine one"
    source, _, _ = engine.loader.get_source(engine, name)
    try:
        engine.compile(source, name)
        named = find_referenced_templates(engine.parse(source, name))
    except TemplateError as error:
        yield f"{name}: {error}"
        return
    yield from (f"{name}: there is no {other}" for other in named if other is not None and other not in known)


if __name__ == "__main__":
    sys.exit(main())
