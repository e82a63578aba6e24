"""Which test shows which requirement or holds against which threat, read off `@pytest.mark.requirement("SLA-03")`."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROMISED = re.compile(r"^\| ([A-Z]{3}-\d{2}) \| (.*?) \|$", re.MULTILINE)
THREATS = re.compile(r"^\| (SEC-\d{3}) \| .*? \| (.*?) \|$", re.MULTILINE)


def main() -> int:
    """Print each promise and threat with its tests; 1 if a test names what is neither, or with STRICT=1 if one is owed."""
    promised = dict(PROMISED.findall((ROOT / "docs" / "requirements.md").read_text()))
    threats = dict(THREATS.findall((ROOT / "docs" / "threats.md").read_text()))
    shown = defaultdict(list)
    for path in sorted([*ROOT.glob("bihuan/**/tests/**/*.py"), *ROOT.glob("tests/**/*.py")]):
        for promise, test in marks_in(path):
            shown[promise].append(
                f"{path.relative_to(ROOT)}::{test}" if test else str(path.relative_to(ROOT))
            )
    unknown = sorted(set(shown) - set(promised) - set(threats))
    lines = [*_told(promised, shown, "requirements"), *_told(threats, shown, "threats")]
    lines += [f"Marked, but not promised: {' '.join(unknown)}"] if unknown else []
    sys.stdout.write("\n".join(lines) + "\n")
    is_owing = any(not shown[promise] for promise in promised)
    return 1 if unknown or (is_owing and os.environ.get("STRICT") == "1") else 0


def _told(what: dict[str, str], shown: dict[str, list[str]], called: str) -> list[str]:
    lines = [
        line
        for promise, words in what.items()
        for line in (f"{promise}  {_plain(words)}", *_indented(shown[promise]))
    ]
    owed = [promise for promise in what if not shown[promise]]
    sum_up = (
        f"{len(what) - len(owed)} of {len(what)} {called} are shown. Not yet: {' '.join(owed) or 'none'}."
    )
    return [*lines, "", sum_up, ""]


def marks_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each promise that a test of a file is marked with; one that marks the whole file has no test's name."""
    tree = ast.parse(path.read_text())
    for node in tree.body:
        for promise in _promises(node):
            yield promise, getattr(node, "name", "")


def _promises(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "requirement"
        ):
            yield from (str(word.value) for word in call.args if isinstance(word, ast.Constant))


def _plain(words: str) -> str:
    return words.replace("**", "").partition(";")[0][:100]


def _indented(tests: list[str]) -> list[str]:
    return [f"        {test}" for test in dict.fromkeys(tests)]


if __name__ == "__main__":
    sys.exit(main())
