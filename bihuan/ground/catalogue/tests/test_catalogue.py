import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from bihuan.ground.catalogue import delivering
from bihuan.ground.catalogue.delivering import deliver
from bihuan.ground.catalogue.models import Category, CheckStep, FieldType, FormField, ReplyTemplate
from bihuan.ground.people import delivering as people
from bihuan.ground.people.models import Skill, Team
from bihuan.kit.text.delivered import read_delivered
from bihuan.kit.text.filling import placeholders

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-01")]

PLACEHOLDERS = {"person", "number", "title", "handler", "promise", "field_questions"}
SEEDS = {"hardware", "software", "network", "account", "system"}


@pytest.fixture(autouse=True)
def delivered(db):
    people.deliver()
    deliver()


def test_every_leaf_has_a_team_words_in_both_languages_a_form_and_a_check_list():
    leaves = Category.objects.leaves().exclude(code=Category.UNSORTED)

    assert leaves.count() >= 20
    for leaf in leaves:
        assert leaf.name_zh
        assert leaf.name_en
        assert leaf.fields.exists(), leaf.code
        assert leaf.steps.count() >= 3, leaf.code
        assert any(word.isascii() for word in leaf.keywords), leaf.code
        assert any(not word.isascii() for word in leaf.keywords), leaf.code
        assert leaf.escalates_to is None or (leaf.escalation_zh and leaf.escalation_en), leaf.code


def test_the_tree_has_two_levels_and_holds_the_branches_of_the_process_documents():
    branches = set(Category.objects.filter(parent=None).values_list("code", flat=True))

    assert branches >= SEEDS
    assert not Category.objects.filter(parent__parent__isnull=False).exists()


def test_there_is_a_place_for_what_no_word_speaks_for():
    assert Category.objects.leaves().filter(code=Category.UNSORTED).exists()


def test_nothing_delivered_names_a_team_or_a_skill_that_is_not_delivered():
    told = read_delivered(delivering.__file__, "categories")["category"]
    teams, skills = (set(model.objects.values_list("code", flat=True)) for model in (Team, Skill))

    assert {one[key] for one in told for key in ("team", "escalates_to") if key in one} <= teams
    assert {skill for one in told for skill in one.get("skills", [])} <= skills


def test_every_choice_has_options_in_both_languages_and_nothing_else_has_any():
    for field in FormField.objects.all():
        assert bool(field.options) == (field.type == FieldType.CHOICE), field.key
        assert all(option["value"] and option["zh"] and option["en"] for option in field.options), field.key
        assert bool(field.ask_zh) == bool(field.ask_en), field.key


def test_every_reply_uses_known_placeholders_and_the_same_in_both_languages():
    for template in ReplyTemplate.objects.all():
        assert placeholders(template.body_zh) == placeholders(template.body_en) <= PLACEHOLDERS, template.code


@pytest.mark.requirement("WRK-08")
def test_the_replies_that_the_house_itself_sends_are_there():
    sent_by_itself = {"acknowledgement", "is_it_solved", "closed", "missing_facts"}

    assert set(ReplyTemplate.objects.values_list("code", flat=True)) >= sent_by_itself


def test_what_comes_with_the_product_comes_once_and_keeps_what_an_administrator_changed():
    models = (Category, FormField, CheckStep, ReplyTemplate)
    Category.objects.filter(code="hardware.printer").update(name_zh="打印设备", is_active=False)
    ReplyTemplate.objects.filter(code="closed").update(body_zh="再见")
    CheckStep.objects.filter(category__code="hardware.printer").delete()
    counts = [model.objects.count() for model in models]

    deliver()

    assert [model.objects.count() for model in models] == counts
    assert Category.objects.get(code="hardware.printer").name_zh == "打印设备"
    assert ReplyTemplate.objects.get(code="closed").body_zh == "再见"


def test_what_is_no_longer_offered_is_no_leaf_and_stays_where_tickets_name_it():
    Category.objects.filter(code="hardware.printer").update(is_active=False)

    assert not Category.objects.leaves().filter(code="hardware.printer").exists()
    assert Category.objects.filter(code="hardware.printer").exists()


def test_a_category_is_told_with_its_branch_in_the_readers_language():
    printer = Category.objects.select_related("parent").get(code="hardware.printer")

    with override("zh-hans"):
        assert printer.path == "硬件 / 打印机"
    with override("en"):
        assert printer.path == "Hardware / Printer"


def test_a_text_in_one_language_only_is_better_than_none():
    printer = Category(name_zh="打印机", name_en="")

    with override("en"):
        assert printer.name == "打印机"


def test_the_database_keeps_a_category_from_being_its_own_branch_and_a_key_from_coming_twice():
    printer = Category.objects.get(code="hardware.printer")

    with pytest.raises(IntegrityError, match="not_its_own_parent"), transaction.atomic():
        Category.objects.filter(pk=printer.pk).update(parent=printer.pk)
    with pytest.raises(IntegrityError, match="each_field_once"), transaction.atomic():
        FormField.objects.create(category=printer, key=printer.fields.first().key)
