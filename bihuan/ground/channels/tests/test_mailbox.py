from datetime import timedelta

import pytest
from django.db import IntegrityError

from bihuan.ground.calendars import delivering as calendars
from bihuan.ground.channels.delivering import deliver
from bihuan.ground.channels.models import Channel, ChannelKind, Mailbox
from bihuan.ground.channels.tests.cast import mailbox
from bihuan.ground.people.tests.cast import at
from bihuan.kit.vault.box import CannotOpen

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("SEC-075")
def test_a_password_stands_sealed_in_the_database_and_opens_for_its_own_box_alone():
    mine, other = mailbox(), mailbox(address="hr@yunhe.example")
    mine.set_password("口令-42")
    mine.save()

    stored = Mailbox.objects.get(pk=mine.pk)
    assert "口令" not in stored.sealed_password
    assert stored.password() == "口令-42"
    other.sealed_password = stored.sealed_password
    with pytest.raises(CannotOpen):
        other.password()


def test_a_box_without_a_password_has_an_empty_one():
    assert mailbox().password() == ""


def test_a_password_is_not_sealed_for_a_box_that_is_not_there_yet():
    with pytest.raises(ValueError, match="saved before"):
        Mailbox(address="x@y").set_password("x")


def test_an_address_is_one_box_whatever_its_case():
    mailbox()

    with pytest.raises(IntegrityError, match="one_mailbox_an_address"):
        Mailbox.objects.create(address="IT@Yunhe.example", name_zh="", name_en="")


def test_what_hinders_the_fetching_is_told_as_far_as_a_column_takes_it_and_forgotten_when_it_works():
    box = mailbox()
    box.note_fetch(at("09:00"), "x" * 900)
    assert len(Mailbox.objects.get(pk=box.pk).problem) == 500

    box.note_fetch(at("09:01"))

    assert (Mailbox.objects.get(pk=box.pk).problem, box.fetched_at) == ("", at("09:01"))


@pytest.mark.requirement("INT-08")
@pytest.mark.parametrize(
    ("kind", "came", "by"),
    [
        ("email", "09:00", "09:30"),
        ("email", "11:50", "13:50"),
        ("email", "17:45", "2026-09-29 08:45"),
        ("email", "2026-09-30 17:50", "2026-10-08 08:50"),
        ("portal", "09:00", "09:15"),
        ("phone", "09:00", "09:00"),
        ("phone", "21:00", "2026-09-29 08:00"),
    ],
)
def test_each_channel_promises_an_answer_in_the_hours_in_which_somebody_sits_there(kind, came, by):
    calendars.deliver(), deliver()

    channel = Channel.objects.select_related("calendar__region").get(kind=kind)

    assert channel.promises_by(at(came)) == at(by)


def test_what_comes_with_the_product_comes_once_and_keeps_what_an_administrator_changed():
    calendars.deliver(), deliver()
    Channel.objects.filter(kind="email").update(answers_within=timedelta(hours=1))

    deliver()

    assert {channel.kind for channel in Channel.objects.all()} == set(ChannelKind) - {ChannelKind.MONITORING}
    assert Channel.objects.get(kind="email").answers_within == timedelta(hours=1)
