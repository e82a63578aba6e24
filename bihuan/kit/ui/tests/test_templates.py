import re

import html5lib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template import engines
from django.test import RequestFactory, override_settings
from django.utils import translation

from bihuan.kit.ui.gallery import PAGES, gallery
from bihuan.kit.ui.tests.conftest import SETTINGS


def environment():
    return engines["jinja2"].env


@pytest.fixture(params=["en", "zh-hans"])
def language(request):
    with translation.override(request.param):
        yield request.param


def drawn(page, **cookies):
    request = RequestFactory().get(f"/ui/{page}")
    request.COOKIES.update(cookies)
    with override_settings(**SETTINGS):
        return gallery(request, page).content.decode()


@pytest.mark.parametrize("name", [name for name in environment().list_templates() if name.startswith("ui/")])
def test_every_template_compiles(name):
    assert environment().get_template(name)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_gallery_is_sound_html(page, language):
    parser = html5lib.HTMLParser(strict=False)

    parser.parse(drawn(page))

    assert [error[1] for error in parser.errors] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_carries_style_or_script_within(page):
    text = drawn(page)

    assert re.findall(r"<[^>]+ style=", text) == []
    assert re.findall(r"<[^>]+ on[a-z]+=", text) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag] == []


@pytest.mark.parametrize("page", PAGES)
def test_an_id_is_there_once_and_what_names_one_finds_it(page):
    text = drawn(page)
    ids = re.findall(r' id="([^"]+)"', text)
    naming = r' (?:for|aria-(?:controls|labelledby|describedby)|popovertarget|data-opens)="([^"]+)"'
    named = {name for names in re.findall(naming, text) for name in names.split()}

    assert sorted({name for name in ids if ids.count(name) > 1}) == []
    assert named - set(ids) == set()


def test_a_page_says_its_language(language):
    assert f'<html lang="{"zh-CN" if language == "zh-hans" else "en"}"' in drawn("queue")


def test_the_theme_comes_with_the_page_so_that_none_flashes():
    assert 'data-theme="dark"' in drawn("queue", **{"bihuan-theme": "dark"})
    assert "data-theme=" not in drawn("queue", **{"bihuan-theme": "system"}).split("<head>")[0]
    assert "data-theme=" not in drawn("queue", **{"bihuan-theme": '"><script>'}).split("<head>")[0]
    assert 'data-rail="narrow"' in drawn("queue", **{"bihuan-rail": "narrow"})


def test_an_error_stands_beside_its_field_and_is_said_with_it():
    field = environment().from_string(
        '{% import "ui/kit.html" as ui %}{{ ui.text_field("title", "Title", hint="Short.", error="Too short.") }}'
    )

    text = field.render()

    assert 'aria-invalid="true" aria-describedby="e-title h-title"' in text
    assert 'id="e-title"' in text
    assert "Too short." in text
    assert '<label class="field-label" for="f-title">' in text


def test_a_stepper_says_which_station_is_now_and_which_are_done():
    stepper = environment().from_string(
        '{% import "ui/kit.html" as ui %}{{ ui.stepper(["Filed", "Worked on", "Closed"], 1, "Way") }}'
    )

    with translation.override("en"):
        text = stepper.render()

    assert re.search(r'data-step="here" aria-current="step".+?Worked on', text)
    assert re.search(r"Filed<span[^>]+> \(done\)", text)
    assert "Closed<span" not in text


def test_what_people_typed_is_shown_never_obeyed():
    evil = '"><script>alert(1)</script>'
    every = environment().from_string(
        '{% import "ui/kit.html" as ui %}{{ ui.button(x, attrs={"data-x": x}) }}{{ ui.icon_button(x, "x") }}'
        "{{ ui.text_field(x, x, value=x, hint=x, error=x) }}{{ ui.area_field(x, x, value=x) }}{{ ui.empty(x, x) }}"
        "{{ ui.banner(x) }}{{ ui.toast(x) }}{{ ui.facts([(x, x)]) }}{{ ui.tile(x, x, note=x) }}{{ ui.copyable(x) }}"
        '{{ ui.list_row("/", x, meta=[x]) }}{{ ui.attachment(x, "/") }}{{ ui.pick(1, x, x) }}'
        "{{ ui.select_field('s', x, [(x, x)]) }}{{ ui.stepper([x], 0, x) }}"
    )

    assert "<script" not in every.render(x=evil)


@pytest.mark.parametrize("page", ["", "components/..", "settings"])
def test_the_gallery_has_no_other_pages(page):
    with override_settings(**SETTINGS), pytest.raises(Http404):
        gallery(RequestFactory().get("/ui"), page)


def test_the_gallery_is_for_who_runs_the_machine():
    class Person:
        is_authenticated = True

        def __init__(self, *rights):
            self.rights = rights

        def may(self, right):
            return right in self.rights

    stranger, agent, administrator = AnonymousUser(), Person("work_tickets"), Person("administer")
    request = RequestFactory().get("/ui")

    with override_settings(ROOT_URLCONF="bihuan.kit.ui.urls"):
        for person in (stranger, agent):
            request.user = person
            with pytest.raises(Http404):
                gallery(request)
        request.user = administrator
        assert gallery(request).status_code == 200
