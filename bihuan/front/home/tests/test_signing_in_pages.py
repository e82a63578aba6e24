import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from bihuan.front.home import jobs
from bihuan.front.home.tests.cast import PASSWORD, a_demo, sign_in, with_password
from bihuan.ground.channels.models import OutboundMessage, Purpose
from bihuan.ground.people.tests.cast import person

pytestmark = pytest.mark.django_db

ANOTHER = "vier andere Worte am Stück"


def is_signed_in(browser: Client) -> bool:
    return browser.get(reverse("notices")).status_code == 200


def test_one_signs_in_by_name_or_by_address_and_comes_to_the_page_that_was_wanted():
    with_password()

    for name in ("lin", "LIN@yunhe.example"):
        browser = Client()
        answer = sign_in(browser, name, next="/portal/tickets?show=done")

        assert (answer.status_code, answer["Location"]) == (302, "/portal/tickets?show=done")
        assert is_signed_in(browser)


@pytest.mark.requirement("SEC-039")
@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil",
    ],
)
def test_the_log_in_leads_to_no_other_place_than_this_desk(elsewhere):
    with_password()

    browser = Client()
    answer = sign_in(browser, next=elsewhere)
    again = browser.get(reverse("account_login"), {"next": elsewhere})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert (again.status_code, again["Location"]) == (302, "/")


@pytest.mark.requirement("SEC-033")
@pytest.mark.requirement("SEC-033")
def test_a_wrong_password_and_an_unknown_name_are_answered_alike_and_what_was_typed_as_name_stays():
    with_password()
    person("路人")  # has no password yet

    told = {}
    for name, password in (("lin", "wrong"), ("nobody", PASSWORD), ("stranger", ""), ("stranger", "wrong")):
        answer = sign_in(Client(), name, password)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f'value="{name}"' in page
        assert password not in page or not password
        told[name, password] = re.findall(r'role="alert">(.*?)</div>', page, re.DOTALL)

    assert told["lin", "wrong"] == told["nobody", PASSWORD] == told["stranger", "wrong"] != []


def test_what_is_missing_is_said_beside_each_field():
    answer = sign_in(Client(), "", "")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="e-login"' in page
    assert 'id="e-password"' in page


@pytest.mark.requirement("SEC-033")
@pytest.mark.requirement("SEC-033")
def test_after_five_wrong_tries_an_account_rests_for_everybody_but_no_other_does():
    with_password("林")
    with_password("陈")

    tries = [sign_in(Client(), "lin", f"wrong {n}").status_code for n in range(6)]
    by_address = sign_in(Client(REMOTE_ADDR="203.0.113.9"), "lin@yunhe.example", PASSWORD)
    another = sign_in(Client(), "chen", PASSWORD)

    assert tries == [422] * 5 + [429]
    assert by_address.status_code == 429
    assert another.status_code == 302


def test_a_changed_password_signs_out_everywhere():
    with_password()
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)

    told = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    answer = here.post(reverse("account_change_password"), told)

    assert (answer.status_code, answer["Location"]) == (302, reverse("account_login"))
    assert not is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert sign_in(Client(), password=PASSWORD).status_code == 422
    assert sign_in(Client(), password=ANOTHER).status_code == 302


@pytest.mark.requirement("SEC-037")
@pytest.mark.requirement("SEC-037")
def test_a_password_is_changed_by_who_knows_the_present_one_to_one_that_is_long_enough():
    with_password()
    browser = Client()
    sign_in(browser)

    wrong = {"oldpassword": "wrong", "password1": "short", "password2": "other"}
    answer = browser.post(reverse("account_change_password"), wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'id="e-{field}"' in page for field in ("oldpassword", "password1"))
    assert is_signed_in(browser)


def link_in_the_letter() -> str:
    letter = OutboundMessage.objects.get(purpose=Purpose.SECRET)
    return re.search(r"<http://desk\.example(/[^>]+)>", letter.words)[1]


@pytest.mark.requirement("SEC-033")
@pytest.mark.requirement("SEC-033")
def test_a_new_password_is_asked_for_alike_whether_the_address_is_known_or_not():
    with_password()

    answers = [
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in ("lin@yunhe.example", "nobody@yunhe.example")
    ]

    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2
    jobs_waiting = ProcrastinateJob.objects.filter(task_name=jobs.send_reset_link.name)
    assert sorted(job.args["email"] for job in jobs_waiting) == ["lin@yunhe.example", "nobody@yunhe.example"]
    assert Client().get(answers[0]["Location"]).status_code == 200


@pytest.mark.requirement("SEC-026")
@pytest.mark.requirement("SEC-032")
def test_only_who_is_known_gets_a_letter_and_who_only_ever_wrote_a_mail_gets_none():
    with_password("林")
    person("路人", is_light=True)

    for email in ("LIN@yunhe.example", "stranger@yunhe.example", "nobody@yunhe.example"):
        jobs.send_reset_link(email=email)

    assert list(OutboundMessage.objects.values_list("address", "purpose")) == [
        ("lin@yunhe.example", Purpose.SECRET)
    ]


@pytest.mark.requirement("SEC-031")
@pytest.mark.requirement("SEC-031")
def test_the_link_in_the_letter_sets_a_new_password_once_and_ends_the_sessions_of_the_old_one():
    with_password()
    elsewhere = Client()
    sign_in(elsewhere)
    jobs.send_reset_link(email="lin@yunhe.example")
    link = link_in_the_letter()

    browser = Client()
    form = browser.get(link, follow=True)
    page = form.redirect_chain[-1][0]
    refused = browser.post(page, {"password1": "lin", "password2": "lin"})
    taken = browser.post(page, {"password1": ANOTHER, "password2": ANOTHER}, follow=True)
    again = Client().get(link, follow=True)

    assert refused.status_code == 422
    assert 'id="e-password1"' in refused.content.decode()
    assert taken.redirect_chain[-1][0] == reverse("account_reset_password_from_key_done")
    assert not is_signed_in(elsewhere)
    assert sign_in(Client(), password=ANOTHER).status_code == 302
    assert 'name="password1"' not in again.content.decode()


def test_signing_out_is_asked_and_then_done():
    with_password()
    browser = Client()
    sign_in(browser)

    asked = browser.get(reverse("account_logout"))
    was_in = is_signed_in(browser)
    done = browser.post(reverse("account_logout"))

    assert asked.status_code == 200
    assert was_in
    assert (done.status_code, done["Location"]) == (302, reverse("account_login"))
    assert not is_signed_in(browser)


def test_the_log_ins_of_the_demo_stand_there_only_where_it_is_one():
    bare = Client().get(reverse("account_login")).content.decode()
    a_demo()
    demo = Client().get(reverse("account_login")).content.decode()

    assert PASSWORD not in bare
    assert "banner-page" not in bare
    assert demo.count(f'value="{PASSWORD}"') == 1  # who is gone has no button
    assert 'value="gone"' not in demo
    assert "banner-page" in demo


@pytest.mark.requirement("SEC-026")
@pytest.mark.requirement("SEC-026")
def test_nobody_signs_up_here():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")

    assert Client().get("/account/signup/").status_code == 404
