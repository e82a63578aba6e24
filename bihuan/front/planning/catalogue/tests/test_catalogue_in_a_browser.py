from __future__ import annotations

import pytest

from bihuan.front.home.tests.looking import LOOKS, Window, faults_of, settle, window
from bihuan.ground.catalogue.delivering import deliver
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people import delivering as people
from bihuan.ground.people.tests.cast import person

__all__ = ["window"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]
PRINTER = "/desk/planning/catalogue/categories/hardware.printer"


@pytest.fixture(autouse=True)
def _delivered(db: None) -> None:
    people.deliver()
    deliver()


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_the_catalogue_can_be_read_by_all(look: str, window: Window) -> None:
    page = window.open(look, person("周"))

    for address in ("", "/new", "/categories/hardware.printer", "/categories/hardware.printer/versions"):
        page.goto(f"/desk/planning/catalogue{address}")
        settle(page)
        for fold in page.query_selector_all(".line-fold")[:3]:
            fold.evaluate("one => one.open = true")
        assert (address, faults_of(page)) == (address, [])


def test_a_condition_is_built_and_kept_without_losing_what_was_typed(window: Window) -> None:
    page = window.open(person=person("周"))
    page.goto(PRINTER)
    settle(page)

    page.fill("#f-name_zh", "打印设备")
    page.click("#d-field-error_text summary")
    page.select_option("#f-field-3-shown", "all")
    page.wait_for_selector("[name='field-3-shown-0-field']")
    page.select_option("[name='field-3-shown-0-field']", "symptom")
    page.fill("[name='field-3-shown-0-value']", "卡纸")
    page.click(".category-foot .btn-primary")
    page.wait_for_selector(".toast")

    kept = Category.objects.get(code="hardware.printer")
    assert kept.name_zh == "打印设备"
    assert kept.fields.get(key="error_text").shown_when == {
        "field": "symptom",
        "is": "equals",
        "value": "jam",
    }


def test_a_category_is_dragged_to_another_place(window: Window) -> None:
    page = window.open(person=person("周"))
    page.goto("/desk/planning/catalogue")
    settle(page)
    first, second = list(Category.objects.filter(parent__code="hardware").order_by("position")[:2])

    with page.expect_response("**/catalogue/order"):
        page.locator(f"#c-{first.pk} .drag-handle").drag_to(
            page.locator(f"#c-{second.pk}"), target_position={"x": 200, "y": 36}
        )

    codes = (
        Category.objects.filter(parent__code="hardware").order_by("position").values_list("code", flat=True)
    )
    assert list(codes[:2]) == [second.code, first.code]
