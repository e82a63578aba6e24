"""The scripts behind `make check` and `make trace` find what they are there to find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from scripts import check_locks, messages, trace


@pytest.mark.parametrize(
    ("english", "chinese", "fault"),
    [
        ("Solve", "解决", None),
        ("Solve", "", "has no Chinese"),
        ("解决", "解决", "is not in English"),
        ("%(n)s of %(all)s", "%(all)s 中的 %(n)s", None),
        ("%(n)s of %(all)s", "%(n)s", "has other blanks in Chinese than %(all)s %(n)s"),
        (("%(n)d ticket", "%(n)d tickets"), ("%(n)d 张工单",), None),
        (("one ticket", "%(n)d tickets"), ("%(n)d 张工单",), None),
        (("%(n)d ticket", "%(n)d tickets"), ("工单",), "has other blanks in Chinese than %(n)d"),
    ],
)
def test_what_the_chinese_catalogue_lacks_is_named(english: str, chinese: str, fault: str | None) -> None:
    written, catalogue = Catalog(locale="zh_Hans"), Catalog(locale="zh_Hans")
    written.add(english, locations=[("views.py", 3)])
    catalogue.add(english, chinese)

    faults = list(messages.faults_of(written, catalogue))

    first = english if isinstance(english, str) else english[0]
    assert faults == ([f"views.py:3: {first!r} {fault}"] if fault else [])


def test_a_message_that_the_catalogue_does_not_hold_is_named() -> None:
    written = Catalog(locale="zh_Hans")
    written.add("May", context="a month", locations=[("views.py", 3)])
    catalogue = Catalog(locale="zh_Hans")
    catalogue.add("May", "可以")

    assert list(messages.faults_of(written, catalogue)) == ["views.py:3: 'May' has no Chinese"]


def test_an_address_in_a_lock_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locks").mkdir()
    (tmp_path / "web").mkdir()
    (tmp_path / "locks" / "run.lock").write_text("--index-url somewhere\nhttptools==0.9.0\n")
    (tmp_path / "web" / ".npmrc").write_text("fund=false\n")
    monkeypatch.setattr(check_locks, "ROOT", tmp_path)

    assert list(check_locks.addresses()) == ["locks/run.lock: an address stands in it (--index-url)"]


def test_a_package_that_npm_left_out_for_another_platform_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = {
        "node_modules/oxide": {"optionalDependencies": {"oxide-linux": "1", "oxide-mac": "1"}},
        "node_modules/oxide/node_modules/oxide-linux": {"resolved": "somewhere"},
    }
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "package-lock.json").write_text(json.dumps({"packages": packages}))
    monkeypatch.setattr(check_locks, "ROOT", tmp_path)

    assert list(check_locks.npm_faults()) == [
        "web/package-lock.json: oxide-mac is missing, which node_modules/oxide needs on another platform",
        "web/package-lock.json: node_modules/oxide/node_modules/oxide-linux holds an address",
    ]


def test_the_tests_of_a_promise_are_found_by_their_marks(tmp_path: Path) -> None:
    source = """
import pytest
pytestmark = pytest.mark.requirement("SLA-01")

@pytest.mark.requirement("SLA-03", "SLA-04")
@pytest.mark.parametrize("n", [1])
def test_a(n): ...

def test_b(): ...
"""
    (tmp_path / "test_x.py").write_text(source)

    assert list(trace.marks_in(tmp_path / "test_x.py")) == [
        ("SLA-01", ""),
        ("SLA-03", "test_a"),
        ("SLA-04", "test_a"),
    ]


def test_a_message_within_an_f_string_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "bihuan").mkdir()
    (tmp_path / "bihuan" / "views.py").write_text("a = f'{_(\"May\")}!'\nb = _('May')\n", "utf-8")

    assert list(messages.hidden_words()) == ["bihuan/views.py:1: a message stands within an f-string"]
