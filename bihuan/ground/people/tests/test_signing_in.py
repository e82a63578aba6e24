import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.ground.people.signing_in import LONGEST_PASSWORD, DeskAdapter, DeskBackend
from bihuan.ground.people.tests.cast import at, person

pytestmark = pytest.mark.django_db
PASSWORD = "打印机-卡纸-42"


def chen() -> Person:
    found = person("陈")
    found.set_password(PASSWORD)
    found.save()
    return found


def signed_in(**credentials: str) -> Person | None:
    return authenticate(RequestFactory().post("/account/login/"), **credentials)


@pytest.mark.parametrize(
    "credentials",
    [
        {"username": "chen"},
        {"email": "chen@yunhe.example"},
        {"email": "Chen@YunHe.example"},
    ],
)
def test_a_person_signs_in_with_a_name_or_an_address(credentials):
    found = chen()

    assert signed_in(**credentials, password=PASSWORD) == found


@pytest.mark.parametrize(
    "credentials",
    [
        {"username": "chen", "password": "wrong"},
        {"username": "chen", "password": ""},
        {"username": "chen", "password": PASSWORD + " "},
        {"username": "", "password": PASSWORD},
        {"username": "nobody", "password": PASSWORD},
        {"email": "", "password": PASSWORD},
        {"email": "%", "password": PASSWORD},
        {"email": "chen@yunhe.example,lin@yunhe.example", "password": PASSWORD},
    ],
)
def test_nothing_else_signs_anybody_in(credentials):
    chen()

    assert signed_in(**credentials) is None


@pytest.mark.requirement("SEC-078")
def test_a_password_too_long_to_be_one_is_refused_before_it_is_hashed(monkeypatch):
    chen()
    monkeypatch.setattr(Person, "check_password", lambda *_: pytest.fail("it was hashed"))
    monkeypatch.setattr(Person, "set_password", lambda *_: pytest.fail("it was hashed"))

    assert signed_in(username="chen", password="x" * (LONGEST_PASSWORD + 1)) is None


def test_a_password_of_the_longest_kind_still_opens():
    found = person("陈")
    found.set_password("长" * LONGEST_PASSWORD)
    found.save()

    assert signed_in(username="chen", password="长" * LONGEST_PASSWORD) == found


def test_who_left_does_not_sign_in_and_is_signed_out():
    left = chen()
    Person.objects.filter(pk=left.pk).update(is_active=False)

    assert signed_in(username="chen", password=PASSWORD) is None
    assert DeskBackend().get_user(left.pk) is None


def test_who_only_ever_wrote_a_mail_has_no_password_and_signs_in_with_none():
    Person.objects.create(
        username="mail:x@y.example", name="x", email="x@y.example", is_light=True, joined_at=at("09:00")
    )

    assert signed_in(email="x@y.example", password="") is None
    assert signed_in(username="mail:x@y.example", password="") is None


def test_the_rights_of_who_is_signed_in_cost_no_query_of_their_own(django_assert_num_queries):
    pk = chen().pk

    with django_assert_num_queries(1):
        found = DeskBackend().get_user(pk)
        assert found is not None
        assert found.may(Right.WORK_TICKETS)


@pytest.mark.requirement("SEC-026")
def test_nobody_signs_up():
    assert not DeskAdapter().is_open_for_signup(RequestFactory().get("/account/signup/"))
