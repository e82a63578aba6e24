from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.catalogue.form import CategoryForm
from bihuan.ground.catalogue.delivering import deliver
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people import delivering as people
from bihuan.ground.people.tests.cast import person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-01")]


@pytest.fixture(autouse=True)
def _delivered(db: None) -> None:
    people.deliver()
    deliver()


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(person("周"))
    return client


def printer() -> Category:
    return Category.objects.select_related("parent", "team", "escalates_to").get(code="hardware.printer")


def typed(category: Category, **instead: Any) -> dict[str, Any]:
    """Return what the page sends when nothing was touched but this."""
    form = CategoryForm.of(category)
    sent: dict[str, Any] = form.typed | {"skill": sorted(form.skills)}
    for kind, lines in (("field", form.fields), ("step", form.steps)):
        for at, line in enumerate(lines):
            sent |= {f"{kind}-{at}-{name}": value for name, value in line.typed.items()}
            sent[f"{kind}-{at}-place"] = str(at)
            for when, parts in line.parts.items():
                for n, part in enumerate(parts):
                    sent |= {f"{kind}-{at}-{when}-{n}-{name}": value for name, value in part.items()}
    return sent | instead


def save(desk: Client, **instead: Any) -> Any:
    return desk.post(reverse("category", args=["hardware.printer"]), typed(printer(), **instead))


def last_change() -> Any:
    return DeskEvent.objects.latest("pk").facts["changes"]


def test_the_tree_shows_branches_and_what_they_hold_by_few_queries(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        page = desk.get(reverse("catalogue")).content.decode()

    assert page.index(">硬件<") < page.index(">打印机<") < page.index(">软件<")


def test_saving_what_is_there_changes_nothing(desk: Client) -> None:
    before = printer()

    assert save(desk).status_code == 302

    assert printer().keywords == before.keywords
    assert printer().versions.count() == 1
    assert not DeskEvent.objects.exists()


def test_a_change_is_kept_and_stands_in_the_book_of_the_desk(desk: Client) -> None:
    save(desk, name_zh="打印设备", words_3="卡纸、碎纸", team="desktop", escalates_to="")

    assert printer().name_zh == "打印设备"
    assert {word for word, weight in printer().keywords.items() if weight == 3} == {"卡纸", "碎纸"}
    assert last_change()["name_zh"] == ["打印机", "打印设备"]
    assert printer().versions.count() == 1  # what it asks is as before


def test_another_form_is_a_new_version(desk: Client) -> None:
    save(desk, **{"field-1-required": "yes", "step-0-minutes": "9"})

    assert printer().versions.count() == 2
    assert printer().fields.get(key="location").is_required
    assert last_change()["version"] == [1, 2]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(desk: Client) -> None:
    page = save(
        desk,
        name_zh="",
        name_en="",
        team="nobody",
        **{
            "field-0-label_zh": "",
            "field-0-label_en": "",
            "field-2-options": "只有一个",
            "step-0-minutes": "lang",
        },
    )

    said = page.content.decode()
    assert page.status_code == 422
    for name in ("name_zh", "team", "field-0-label_zh", "field-2-options", "step-0-minutes"):
        assert f'id="e-{name}"' in said, name
    assert "只有一个" in said
    assert printer().name_zh == "打印机"


def test_a_field_depends_only_on_what_stands_above_it(desk: Client) -> None:
    late = {"field-0-shown": "all", "field-0-shown-0-field": "symptom", "field-0-shown-0-is": "filled"}
    good = {"field-3-required": "any", "field-3-required-0-field": "symptom", "field-3-required-0-is": "is"}

    assert save(desk, **late).status_code == 422
    assert save(desk, **good, **{"field-3-required-0-value": "没有这个"}).status_code == 422
    assert save(desk, **good, **{"field-3-required-0-value": "脱机或打不出来，scan"}).status_code == 302
    assert printer().fields.get(key="error_text").required_when == {
        "field": "symptom",
        "is": "one_of",
        "values": ["offline", "scan"],
    }
    assert save(desk).status_code == 302  # read back as it was typed
    assert printer().versions.count() == 2


def test_who_saves_second_is_told_and_overwrites_nothing(desk: Client) -> None:
    early = typed(printer(), name_zh="甲")
    save(desk, name_zh="乙")

    page = desk.post(reverse("category", args=["hardware.printer"]), early)

    assert page.status_code == 409
    assert 'value="甲"' in page.content.decode()
    assert printer().name_zh == "乙"


def test_lines_are_added_moved_and_taken_away_without_saving(desk: Client) -> None:
    address, sent = reverse("category", args=["hardware.printer"]), typed(printer())

    down = desk.post(address, sent | {"do": "down-field-0"}).content.decode()
    added = desk.post(address, sent | {"do": "add-step"}).content.decode()
    gone = desk.post(address, sent | {"do": "remove-field-0"}).content.decode()

    assert down.index('value="location"') < down.index('value="device"')
    assert 'name="step-8-text_zh"' in added
    assert 'value="device"' not in gone
    assert printer().versions.count() == 1


def test_a_new_category_gets_a_code_of_its_name_and_its_first_version(desk: Client) -> None:
    sent = {
        "name_zh": "投影仪",
        "name_en": "Projector",
        "kind": "incident",
        "branch": "hardware",
        "team": "desk",
    }
    line = {
        "field-0-label_zh": "会议室",
        "field-0-label_en": "Room",
        "field-0-type": "text",
        "field-0-key": "",
    }
    more = {"field-0-required": "yes", "field-0-shown": "always", "field-0-new": "1", "revision": "0"}

    assert desk.post(reverse("category-new"), sent | line | more).status_code == 302

    made = Category.objects.get(code="hardware.projector")
    assert [field.key for field in made.versions.get().fields] == ["room"]
    assert (made.versions.get().number, made.versions.get().by) == (1, person("周"))
    assert DeskEvent.objects.get().facts["did"] == "set_up"


def test_a_category_moves_up_down_and_to_another_branch(desk: Client) -> None:
    def codes(branch: str) -> list[str]:
        return list(
            Category.objects.filter(parent__code=branch).order_by("position").values_list("code", flat=True)
        )

    first, second, *_rest = codes("hardware")
    desk.post(reverse("catalogue-order"), {"category": first, "move": "down"})
    assert codes("hardware")[:2] == [second, first]

    desk.post(reverse("catalogue-order"), {"category": first, "move": "up"})
    assert codes("hardware")[:2] == [first, second]

    network = codes("network")
    desk.post(reverse("catalogue-order"), {"category": first, "branch": "network", "before": network[1]})
    assert codes("network") == [network[0], first, *network[1:]]
    assert last_change()["parent"] == ["硬件", "网络"]


def test_a_branch_goes_into_no_branch(desk: Client) -> None:
    answer = desk.post(reverse("catalogue-order"), {"category": "hardware", "branch": "network"})

    assert answer.status_code >= 400
    assert Category.objects.get(code="hardware").parent is None


def test_what_is_retired_is_offered_no_more_and_can_be_brought_back(desk: Client) -> None:
    address = reverse("category-standing", args=["hardware.printer"])

    desk.post(address)
    assert not printer().is_active
    assert desk.get(reverse("portal-ask-category", args=["hardware.printer"])).status_code == 404
    assert ">打印机<" not in desk.get(reverse("catalogue")).content.decode()
    assert ">打印机<" in desk.get(reverse("catalogue") + "?retired=1").content.decode()

    desk.post(address, {"active": "1"})
    assert printer().is_active
    assert last_change() == {"is_active": [False, True]}


@pytest.mark.parametrize("code", ["hardware", "other"])
def test_what_is_leant_upon_is_not_retired(code: str, desk: Client) -> None:
    assert desk.post(reverse("category-standing", args=[code])).status_code >= 400
    assert Category.objects.get(code=code).is_active


def test_versions_tell_what_changed_and_an_old_one_is_taken_again(desk: Client) -> None:
    save(desk, **{"field-1-required": "yes"})
    page = desk.get(reverse("category-versions", args=["hardware.printer"])).content.decode()
    assert "所在位置" in page[: page.index('id="v-1"')]

    desk.post(reverse("category-version", args=["hardware.printer", 1]))

    assert not printer().fields.get(key="location").is_required
    assert printer().versions.count() == 3
    assert last_change() == {"version": [2, 3]}


def test_agents_plan_no_catalogue() -> None:
    client = Client()
    client.force_login(person("陈"))

    assert client.get(reverse("catalogue")).status_code == 404
