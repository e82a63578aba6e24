import pytest
from django.db import IntegrityError

from bihuan.ground.people.delivering import deliver
from bihuan.ground.people.models import Grant, Person, Skill, Team
from bihuan.ground.people.rights import RIGHTS, Right, Role, rights_of
from bihuan.ground.people.tests.cast import at, person, team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        ([], ""),
        (["first_line"], "see_tickets work_tickets see_figures write_knowledge"),
        (["second_line"], "see_tickets work_tickets see_figures write_knowledge"),
        (["team_lead"], "see_tickets work_tickets see_figures write_knowledge see_mail plan_duty"),
        (
            ["process_manager"],
            "see_tickets work_tickets see_figures write_knowledge see_mail plan_duty set_rules",
        ),
        (["management"], "see_tickets see_figures"),
        (["administrator"], "administer see_mail plan_duty set_rules"),
        (
            ["administrator", "first_line"],
            "administer see_mail plan_duty set_rules see_tickets work_tickets see_figures write_knowledge",
        ),
    ],
)
def test_what_each_role_may_do_and_that_roles_add_up(roles, may):
    assert rights_of(roles) == {Right(right) for right in may.split()}


def test_every_role_has_its_rights_and_every_right_somebody():
    assert set(RIGHTS) == set(Role)
    assert rights_of(Role) == set(Right)


def test_a_role_that_nobody_knows_is_an_error_and_not_a_right():
    with pytest.raises(ValueError, match="god"):
        rights_of(["god"])


@pytest.mark.requirement("IMP-08")
def test_who_runs_the_machine_reads_nobodys_tickets():
    assert not person("周").may(Right.SEE_TICKETS)
    assert person("周").may(Right.ADMINISTER)


def test_who_left_may_do_nothing_whatever_the_roles_say():
    chen = person("陈")

    Person.objects.filter(pk=chen.pk).update(is_active=False)

    assert Person.objects.get(pk=chen.pk).rights == frozenset()


def test_the_roles_come_along_with_the_person(django_assert_num_queries):
    person("陈")

    with django_assert_num_queries(1):
        assert Person.objects.with_roles().get(name="陈").may(Right.WORK_TICKETS)


def test_who_has_a_right_is_named_once_however_many_roles_give_it():
    Grant.objects.create(person=person("陈"), role=Role.SECOND_LINE, since=at("09:00"))
    person("王"), person("林")

    assert sorted(Person.objects.with_right(Right.WORK_TICKETS).values_list("name", flat=True)) == [
        "王",
        "陈",
    ]


def test_the_database_takes_a_role_once_and_no_unknown_one():
    with pytest.raises(IntegrityError, match="role_known"):
        Grant.objects.create(person=person("林"), role="god", since=at("09:00"))


@pytest.mark.requirement("REC-02")
@pytest.mark.parametrize("email", ["lin@yunhe.example", "LIN@yunhe.example", "Lin@YunHe.Example"])
def test_one_person_an_address_whatever_its_case(email):
    lin = person("林")

    assert Person.objects.by_address(email).get() == lin
    with pytest.raises(IntegrityError, match="one_person_an_address"):
        person("另一个", email=email)


def test_many_have_no_address_and_none_of_them_is_found_by_it():
    person("甲", email=""), person("乙", email="")

    assert not Person.objects.by_address("").exists()


@pytest.mark.requirement("INT-01")
@pytest.mark.parametrize(
    "words",
    [
        "张晓明",
        "张晓",
        "zxm",
        "ZXM",
        "zx",
        "zhangxiaoming",
        "zhang xiao",
        "Zhang Xiaoming",
        "ｚｘｍ",  # typed with a Chinese keyboard
        " zxm ",
        "xiaoming.z",
        "xm.zhang@yunhe",
        "YH0042",
        "yh0042",
        "8042",
        "13912345678",
        "+86 139-1234-5678",
        "021 5555 8042",
        "０２１５５５５８０４２",
    ],
)
def test_a_person_is_found_by_what_a_caller_says(words):
    zhang = person(
        "张晓明",
        username="xiaoming.zhang",
        email="xm.zhang@yunhe.example",
        staff_no="YH0042",
        phone="021-5555 8042",
        mobile="139 1234 5678",
    )
    person("张三", staff_no="YH0420", phone="021-5555 8043", mobile="13912345679")

    assert zhang in Person.objects.matching(words)


@pytest.mark.parametrize(
    "words", ["晓明", "hang", "YH004", "042", "yunhe.example", "5555 8043", "lisi", "xm@"]
)
def test_and_by_nothing_else(words):
    person("张晓明", staff_no="YH0042", phone="021-5555 8042", email="zhang@yunhe.example")

    assert not Person.objects.matching(words).exists()


@pytest.mark.parametrize(
    ("name", "spelling", "initials"),
    [
        ("张三", "zhangsan", "zs"),
        ("单小明", "shanxiaoming", "sxm"),
        ("曾小单", "zengxiaodan", "zxd"),
        ("Mary Ann Smith", "maryannsmith", "mas"),
        ("欧阳娜娜", "ouyangnana", "oynn"),
        ("阿Q", "aq", "aq"),
    ],
)
def test_a_name_is_spelled_as_it_is_read(name, spelling, initials):
    found = person(name, username="x")

    assert (found.spelling, found.initials) == (spelling, initials)


@pytest.mark.parametrize("name", ["", " ", "🙂", "长" * 100, "\u3000"])
def test_any_name_can_be_kept(name):
    assert Person.objects.create(username="x", name=name, joined_at=at("09:00")).pk


def test_a_renamed_person_is_found_by_the_new_name():
    zhang = person("张三")

    zhang.name = "李四"
    zhang.save(update_fields=["name"])

    assert zhang in Person.objects.matching("lisi")


def test_a_team_knows_who_leads_it_and_who_left_leads_nothing():
    wang = person("王")
    assert list(team("desktop").leads()) == [wang]

    wang.is_active = False
    wang.save()

    assert list(team("desktop").leads()) == []


def test_leading_one_team_is_not_leading_another():
    team("desk").memberships.create(person=person("王"))

    assert list(team("desk").leads()) == []


def test_what_comes_with_the_product_comes_once_and_keeps_what_an_administrator_changed():
    deliver()
    Team.objects.filter(code="desktop").update(name_zh="现场组")
    counts = Team.objects.count(), Skill.objects.count()

    deliver()

    assert (Team.objects.count(), Skill.objects.count()) == counts
    assert Team.objects.get(code="desktop").name_zh == "现场组"
    assert counts[0] >= 5
