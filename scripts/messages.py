"""The catalogue of words: English in the code, Chinese in `bihuan/locale/zh_Hans`.

`update` brings the catalogue up to date with the code; `check` names what it lacks.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.template import engines
from jinja2 import Environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings.test")

ROOT = Path(__file__).resolve().parents[1]
CHINESE = ROOT / "bihuan" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, Any] = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LINE_CHARACTERS = 110
WRITTEN_ON = datetime(2026, 11, 21, tzinfo=UTC)
BLANK = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}")
HAN = re.compile(r"[\u4e00-\u9fff]")


def main(verb: str) -> int:
    django.setup()
    written = words_in_the_code()
    if verb == "update":
        update(written)
        return 0
    faults = [*faults_of(written, read_chinese()), *hidden_words()]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def words_in_the_code() -> Catalog:
    """Return all that Python and templates ask gettext for."""
    catalog = _empty()
    package = ROOT / "bihuan"
    for path in sorted(package.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(package).parts):
            _add(catalog, path, "python")
    for path in sorted([*package.rglob("templates/**/*.html"), *package.rglob("templates/**/*.txt")]):
        _add(catalog, path, _in_template)
    return catalog


def faults_of(written: Catalog, chinese: Catalog) -> Iterator[str]:
    """Name each message that is not in the Chinese catalogue, or not rightly."""
    for message in written:
        if not message.id:  # the header
            continue
        found = chinese.get(message.id, message.context)
        if fault := _fault(message, found):
            file, line = message.locations[0]
            yield f"{file}:{line}: {_first(message.id)!r} {fault}"


def hidden_words() -> Iterator[str]:
    """Name each message that stands within an f-string: Python 3.11 hides it there from who collects them."""
    for path in sorted((ROOT / "bihuan").rglob("*.py")):
        for string in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(string, ast.JoinedStr) and any(map(_asks_for_words, ast.walk(string))):
                yield f"{path.relative_to(ROOT)}:{string.lineno}: a message stands within an f-string"


def _asks_for_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS


def update(written: Catalog) -> None:
    """Write the catalogue anew: new messages empty, those that the code no longer has gone."""
    chinese = read_chinese()
    chinese.update(written, no_fuzzy_matching=True)
    CHINESE.parent.mkdir(parents=True, exist_ok=True)
    with CHINESE.open("wb") as file:
        write_po(
            file, chinese, width=LINE_CHARACTERS, no_location=True, sort_output=True, ignore_obsolete=True
        )


def read_chinese() -> Catalog:
    if not CHINESE.exists():
        return _empty()
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def _empty() -> Catalog:
    """Return a catalogue whose head says nothing that changes from day to day, or of who wrote it."""
    return Catalog(
        locale="zh_Hans",
        project="Bihuan",
        version="1",
        header_comment="# 闭环 Bihuan in Chinese.",
        creation_date=WRITTEN_ON,
        revision_date=WRITTEN_ON,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
        fuzzy=False,
    )


def _add(catalog: Catalog, path: Path, method: Any) -> None:
    with path.open("rb") as file:
        for line, message, _, context in extract(method, file, KEYWORDS):
            catalog.add(message, None, [(str(path.relative_to(ROOT)), line)], context=context)


def _in_template(file: IO[bytes], *_: Any, **__: Any) -> Iterator[tuple[int, str, Any, list[str]]]:
    engine: Environment = engines["jinja2"].env  # type: ignore[attr-defined]  # of Django's backend for Jinja2
    for line, function, message in engine.extract_translations(file.read().decode()):  # type: ignore[attr-defined]
        yield line, function, message, []


def _fault(message: Message, found: Message | None) -> str | None:
    if HAN.search(_first(message.id)):
        return "is not in English"
    if found is None or not all(_forms(found.string)):
        return "has no Chinese"
    if found.fuzzy:
        return "is marked as fuzzy"
    blanks = _blanks(_forms(message.id)[-1])
    if any(_blanks(form) != blanks for form in _forms(found.string)):
        return f"has other blanks in Chinese than {' '.join(blanks) or 'none'}"
    return None


def _forms(text: str | Iterable[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])


def _first(text: str | Iterable[str]) -> str:
    return _forms(text)[0]


def _blanks(text: str) -> list[str]:
    return sorted(match[0] for match in BLANK.finditer(text.replace("%%", "")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
