"""What does not stand in the code at all: each of these has been somebody's hole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for path in sorted((ROOT / "bihuan").rglob("*.py"))
    if not {"tests", "migrations"} & set(path.parts) and "bench" not in path.parts
]
TREES = {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in CODE}


def calls(tree: ast.AST) -> Iterator[str]:
    """Yield the last name of whatever is called, and the first for a plain one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.requirement("SEC-068")
def test_no_text_is_ever_run_as_code() -> None:
    plain = {"eval", "exec", "compile", "__import__"}
    found = {
        f"{path}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in plain
    }

    assert found == set()


@pytest.mark.requirement("SEC-067", "SEC-072")
def test_nothing_is_read_that_could_run_or_grow_while_it_is_read() -> None:
    forbidden = {"pickle", "marshal", "shelve", "yaml", "xml", "lxml", "dill", "jsonpickle"}

    found = {
        path for path, tree in TREES.items() if forbidden & {name.partition(".")[0] for name in imports(tree)}
    }

    assert found == set()
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")


# SQL's own place; what stands before Django; and the reading of mail, which by contract knows no database.
MAY = ("bihuan/kit/sql/", "bihuan/config/", "bihuan/ground/channels/email/reading/")
# What asks whether the database answers, or listens to it, has no connection of Django's.
BESIDE_DJANGO = {"bihuan/kit/live/listening.py", "bihuan/kit/live/hub.py", "bihuan/kit/kept/watching.py"}


@pytest.mark.requirement("SEC-063")
def test_sql_is_written_by_hand_in_one_place() -> None:
    by_hand = {"raw", "extra", "RawSQL", "execute", "executemany"}
    found = {path for path, tree in TREES.items() if by_hand & set(calls(tree))}

    elsewhere = {path for path in found if not path.startswith(MAY)}

    assert elsewhere <= BESIDE_DJANGO


@pytest.mark.requirement("SEC-017", "SEC-087")
def test_the_desk_calls_others_by_http_in_one_place_that_looks_where_it_goes() -> None:
    fetching = {"requests", "httpx", "urllib.request", "urllib3", "aiohttp", "http.client", "ftplib"}

    found = {path for path, tree in TREES.items() if fetching & set(imports(tree))}

    assert found == {"bihuan/kit/http/asking.py"}


@pytest.mark.requirement("SEC-066")
def test_no_tool_of_developers_is_in_the_product() -> None:
    routes = " ".join(str(pattern.pattern) for pattern in get_resolver().url_patterns)

    assert settings.DEBUG is False
    assert not {"debug_toolbar", "django_extensions", "silk", "django.contrib.admin"} & set(
        settings.INSTALLED_APPS
    )
    assert "admin/" not in routes
    assert "__debug__" not in routes
    assert "bench" not in routes


def test_markup_is_put_together_where_every_value_is_escaped() -> None:
    """In the kit, and in the sentences of a ticket's story, whose blanks are escaped one by one."""
    safe = {"mark_safe", "Markup", "SafeString"}

    found = {path for path, tree in TREES.items() if safe & set(calls(tree)) and "/kit/" not in path}

    assert found == {"bihuan/front/workbench/saying.py"}


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "bihuan").rglob("templates/**/*.html")),
    ids=lambda path: str(path.relative_to(ROOT / "bihuan")),
)
def test_no_template_lets_markup_through_or_holds_script(path: Path) -> None:
    words = path.read_text()

    assert "|safe" not in words.replace(" ", "")
    assert "autoescape false" not in words
    assert "javascript:" not in words
    assert "{% autoescape" not in words


@pytest.mark.requirement("SEC-013")
def test_no_script_builds_anything_from_an_address_or_runs_text() -> None:
    scripts = [path for folder in ("web/src", "bihuan") for path in (ROOT / folder).rglob("*.ts")]
    forbidden = (
        "URLSearchParams",
        "location.search",
        "location.hash",
        "eval(",
        "new Function",
        "document.write",
    )

    found = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in scripts
        if not {"static", "node_modules"} & set(path.parts) and not path.name.endswith(".test.ts")
        for word in forbidden
        if word in path.read_text()
    }

    assert len(scripts) > 10
    assert found == set()
