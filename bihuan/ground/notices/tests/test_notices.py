import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from bihuan.ground.channels.models import OutboundMessage
from bihuan.ground.notices.models import Notice, NoticeKind, Preference
from bihuan.ground.notices.telling import tell
from bihuan.ground.people.tests.cast import at, person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-03")]


def told(who: str = "陈", kind: NoticeKind = NoticeKind.ASSIGNED, **more) -> Notice:
    said = {"title": "IT-1归您了", "path": "/desk/tickets/IT-1", "at": at("09:05"), "about": "ticket:1"}
    return tell(person(who), kind, **said | more)


def test_a_word_is_in_the_bell_until_it_was_seen():
    told(), told(kind=NoticeKind.RATED), told("王")
    assert Notice.objects.of(person("陈")).unseen().count() == 2

    seen = Notice.see_all(person("陈"), at("09:10"))

    assert seen == 2
    assert not Notice.objects.of(person("陈")).unseen().exists()
    assert Notice.objects.of(person("王")).unseen().count() == 1


def test_the_open_pages_of_the_one_who_is_told_hear_of_it_and_nobody_elses():
    chen = person("陈")

    with CaptureQueriesContext(connection) as queries:
        told()

    whispers = [query["sql"] for query in queries if "pg_notify" in query["sql"]]
    assert any(f"person:{chen.pk}'" in whisper for whisper in whispers)
    assert all("person:" not in whisper or f"person:{chen.pk}'" in whisper for whisper in whispers)


@pytest.mark.parametrize("kind", NoticeKind)
def test_mail_comes_by_default_for_what_cannot_wait(kind):
    told(kind=kind)

    assert OutboundMessage.objects.exists() == (
        kind in {"assigned", "warning", "missed", "escalated", "task", "slipped"}
    )


@pytest.mark.parametrize(("kind", "by_mail"), [(NoticeKind.ASSIGNED, False), (NoticeKind.RATED, True)])
def test_a_person_chooses_kind_by_kind(kind, by_mail):
    Preference.objects.create(person=person("陈"), kind=kind, by_mail=by_mail)

    told(kind=kind), told("王", kind=kind)

    assert OutboundMessage.objects.filter(person=person("陈")).exists() == by_mail
    assert OutboundMessage.objects.filter(person=person("王")).exists() != by_mail
    assert Notice.objects.count() == 2


def test_who_has_no_address_is_told_in_the_bell_alone():
    person("陈", email="")

    told()

    assert (Notice.objects.count(), OutboundMessage.objects.count()) == (1, 0)


def test_the_mail_leads_to_the_page_by_the_desks_own_address(settings):
    settings.SITE_URL = "https://desk.example"

    told(text="打印机卡纸")

    mail = OutboundMessage.objects.get()
    assert mail.text == "打印机卡纸\n\n<https://desk.example/desk/tickets/IT-1>"
    assert (mail.subject, mail.address, mail.purpose, mail.about) == (
        "IT-1归您了",
        "chen@yunhe.example",
        "notice",
        "ticket:1",
    )


def test_what_a_stranger_wrote_makes_no_link_in_a_mail_to_our_own_people():
    told(text="[请重新登录](https://evil.example)")

    assert "](https://evil.example)" not in OutboundMessage.objects.get().text


def test_a_long_title_is_cut_and_a_long_text_is_not():
    notice = told(title="长" * 500, text="长" * 5000)

    assert (len(notice.title), len(notice.text)) == (200, 5000)


def test_a_person_has_one_preference_a_kind():
    Preference.objects.create(person=person("陈"), kind=NoticeKind.RATED, by_mail=True)

    with pytest.raises(IntegrityError, match="one_preference_a_kind"):
        Preference.objects.create(person=person("陈"), kind=NoticeKind.RATED, by_mail=False)
