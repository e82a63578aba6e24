from __future__ import annotations

from typing import Any

from bihuan.front.planning.catalogue.differences import differences


def line(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label_zh": key.upper(), "label_en": key} | more


def told(was: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[tuple[str, str, tuple[str, ...]]]:
    found = differences({"fields": was, "steps": []}, {"fields": now, "steps": []})
    return [(one.did, one.en, one.names) for one in found]


def test_what_is_added_changed_and_gone_is_named() -> None:
    was = [line("a", is_required=False), line("b")]
    now = [line("a", is_required=True), line("c")]

    assert told(was, now) == [("changed", "a", ("is_required",)), ("added", "c", ()), ("removed", "b", ())]


def test_a_line_that_went_up_has_moved_and_those_it_passed_have_not() -> None:
    assert told([line("a"), line("b"), line("c")], [line("c"), line("a"), line("b")]) == [("moved", "c", ())]


def test_nothing_differs_from_itself() -> None:
    assert told([line("a"), line("b")], [line("a"), line("b")]) == []
