import re

import pytest
from django.test import Client

from bihuan.front.home.tests.cast import browser_of, sign_in, with_password
from bihuan.ground.notices.models import Notice, NoticeKind, Preference
from bihuan.ground.people.models import Grant, Person
from bihuan.ground.people.tests.cast import at, person
from bihuan.tickets.tests.cast import a_ticket

pytestmark = pytest.mark.django_db


def notices(to: str, count: int) -> list[Notice]:
    return [
        Notice.tell(
            person(to), NoticeKind.ASSIGNED, title=f"Notice {n}", path=f"/desk/tickets/{n}", at=at("09:00")
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("who", "begins_at"),
    [
        ("林", "/portal"),
        ("陈", "/desk/queues/mine"),
        ("王", "/desk/queues/mine"),
        ("赵", "/desk/figures"),
        ("周", "/desk/settings"),
    ],
)
def test_each_role_begins_where_its_work_is(who, begins_at):
    answer = browser_of(who).get("/")

    assert (answer.status_code, answer["Location"]) == (302, begins_at)


def test_who_is_not_signed_in_is_led_to_the_log_in_and_back():
    answer = Client().get("/notices?before=7")

    assert answer["Location"] == "/account/login/?next=/notices%3Fbefore%3D7"


def test_the_desk_speaks_chinese_unless_the_browser_wishes_english():
    spoken = {
        wish: Client(headers={"Accept-Language": wish}).get("/account/login/").content.decode()
        for wish in ("", "zh-CN,zh;q=0.9", "fr-FR,fr", "en-GB,en;q=0.9")
    }

    assert ['lang="en"' in page.partition("<head>")[0] for page in spoken.values()] == [
        False,
        False,
        False,
        True,
    ]


def test_a_change_of_language_is_kept_by_the_browser_and_by_the_person_and_leads_back():
    with_password("林")
    stranger, browser = Client(headers={"Accept-Language": "en"}), Client()
    sign_in(browser)

    changed = stranger.post("/language", {"language": "zh-hans", "next": "/account/login/?next=/portal"})
    browser.post("/language", {"language": "en", "next": "/portal"})

    assert changed["Location"] == "/account/login/?next=/portal"
    assert '<html lang="zh-CN"' in stranger.get("/account/login/").content.decode()
    assert Person.objects.get(username="lin").language == "en"
    assert '<html lang="en"' in browser.get("/portal").content.decode()


@pytest.mark.parametrize("way", [{"language": "xx"}, {"language": "en", "next": "//evil.example"}])
def test_a_language_that_is_not_ours_is_not_kept_and_no_way_leads_elsewhere(way):
    answer = browser_of("林").post("/language", way)

    assert answer["Location"] == "/"
    assert Person.objects.get(username="lin").language in ("zh-hans", "en")


@pytest.mark.parametrize("who", ["林", "陈"])
def test_notices_are_told_by_pages_and_an_empty_bell_says_so(who):
    browser = browser_of(who)
    assert "data-row" not in browser.get("/notices").content.decode()

    notices(who, 31)
    notices("王", 1)
    first = browser.get("/notices")
    older = re.search(r'href="(\?before=\d+)" rel="next"', first.content.decode())[1]
    second = browser.get(f"/notices{older}")

    assert [answer.content.decode().count("data-row") for answer in (first, second)] == [30, 1]
    assert 'rel="prev"' in second.content.decode()


def test_a_page_of_notices_costs_the_same_whatever_it_shows(django_assert_num_queries):
    browser = browser_of("陈")
    browser.get("/notices")

    notices("陈", 1)
    with django_assert_num_queries(4):  # session, person, shell, notices
        browser.get("/notices")
    notices("陈", 60)
    with django_assert_num_queries(4):
        browser.get("/notices")


def test_who_follows_a_notice_has_seen_it_and_nobody_follows_anothers():
    mine, another = notices("陈", 2)

    answer = browser_of("陈").get(f"/notices/{mine.pk}")
    of_another = browser_of("王").get(f"/notices/{another.pk}")

    assert answer["Location"] == "/desk/tickets/0"
    assert Notice.objects.get(pk=mine.pk).seen_at is not None
    assert of_another.status_code == 404
    assert Notice.objects.get(pk=another.pk).seen_at is None


def test_the_bell_says_how_much_is_new_until_all_is_read():
    browser = browser_of("陈")
    notices("陈", 3)

    before = browser.get("/notices/bell").content.decode()
    browser.post("/notices/seen")
    after = browser.get("/notices/bell").content.decode()

    assert ">3<" in before
    assert ">3<" not in after
    assert 'hx-get="/notices/bell"' in after


def test_one_chooses_what_comes_by_mail_too():
    browser = browser_of("陈")

    browser.post("/notices/preferences", {"by_mail": ["rated", "nonsense"]})
    page = browser.get("/notices/preferences").content.decode()

    assert Preference.chosen_by(person("陈")) == {NoticeKind.RATED}
    assert re.findall(r'name="by_mail" value="(\w+)" checked', page) == ["rated"]


def test_the_frame_costs_one_query_and_counts_only_what_one_may_see(django_assert_num_queries):
    a_ticket()
    Grant.objects.filter(person=person("陈")).exists()
    agent, asking = browser_of("陈"), browser_of("林")
    for browser in (agent, asking):
        browser.get("/notices/preferences")

    for browser in (agent, asking):
        with django_assert_num_queries(4):  # session, person, choices, shell
            browser.get("/notices/preferences")

    assert 'href="/desk/queues/mine"' in agent.get("/notices").content.decode()
    assert "/desk/" not in asking.get("/notices").content.decode()
