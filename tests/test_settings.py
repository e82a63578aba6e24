"""Every setting is told in docs/settings.md, and every one told there is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bihuan.config import env

ROOT = Path(__file__).resolve().parents[1]
READ = re.compile(r"""(?:env\.\w+\(|\btext\(|read_or_make\(\w+, )["']([A-Z_]+)["']""")
TOLD = re.compile(r"^\| `([A-Z_]+)`", re.MULTILINE)


def test_what_is_read_is_told_and_what_is_told_is_read() -> None:
    sources = [path.read_text() for path in (ROOT / "bihuan").rglob("*.py") if "tests" not in path.parts]
    read = {name for source in sources for name in READ.findall(source)} | {"DATABASE_URL"}

    assert read == set(TOLD.findall((ROOT / "docs" / "settings.md").read_text()))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("abc", "PORT='abc' is not a whole number. See docs/settings.md."),
        ("-1", "PORT='-1' is not between 0 and 65535. See docs/settings.md."),
        ("70000", "PORT='70000' is not between 0 and 65535. See docs/settings.md."),
    ],
)
def test_a_wrong_number_is_named(value: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.integer("PORT", 8080, most=65_535)

    assert str(refusal.value) == words


def test_a_database_address_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://desk@somewhere")

    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL is not a PostgreSQL address\."):
        env.database()


def test_a_secret_may_come_as_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("let me in\n")
    monkeypatch.setenv("METRICS_TOKEN_FILE", str(tmp_path / "token"))

    assert env.secret("METRICS_TOKEN") == "let me in"
