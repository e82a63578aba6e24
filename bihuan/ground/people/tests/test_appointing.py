import pytest
from django.db import IntegrityError

from bihuan.ground.people.appointing import appoint_administrator, nobody_administers
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.ground.people.tests.cast import at, person

pytestmark = pytest.mark.django_db


def test_the_first_administrator_is_recorded_with_no_password_at_all():
    sun = appoint_administrator("sun", name="孙", email="sun@yunhe.example", at=at("09:00"))

    assert Person.objects.get() == sun
    assert (sun.name, sun.email) == ("孙", "sun@yunhe.example")
    assert sun.may(Right.ADMINISTER)
    assert not sun.has_usable_password()


def test_who_is_known_keeps_name_and_password_and_is_let_in_again():
    chen = person("陈", is_active=False)
    chen.set_password("as it was before")
    chen.save()

    again = appoint_administrator("chen", name="", email="", at=at("09:00"))

    assert (again.pk, again.name, again.is_active) == (chen.pk, "陈", True)
    assert again.check_password("as it was before")
    assert again.may(Right.WORK_TICKETS)
    assert again.may(Right.ADMINISTER)


def test_to_be_appointed_twice_is_to_be_appointed():
    for _ in range(2):
        appoint_administrator("sun", name="孙", email="", at=at("09:00"))

    assert Person.objects.get().grants.count() == 1


def test_nobody_is_appointed_under_an_address_of_somebody_else():
    person("林")

    with pytest.raises(IntegrityError):
        appoint_administrator("sun", name="孙", email="lin@yunhe.example", at=at("09:00"))


def test_a_desk_knows_that_nobody_administers_it():
    assert nobody_administers()

    appoint_administrator("sun", name="孙", email="", at=at("09:00"))

    assert not nobody_administers()
