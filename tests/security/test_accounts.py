"""Signing in, and the links and tokens that stand for a person."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from bihuan.config import keys
from bihuan.ground.channels.models import OutboundMessage
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import at

pytestmark = pytest.mark.django_db

PASSWORD = "long enough to be one"
NO_TOKENS = (
    "",
    "0",
    "null",
    "None",
    "true",
    "[]",
    "{}",
    "%",
    "_",
    "*",
    ".*",
    "undefined",
    "0" * 43,
    "ＡＢＣ",
)


@pytest.fixture
def lin() -> Person:
    cache.clear()
    lin = Person(username="lin", name="林", email="lin@yunhe.example", joined_at=at("08:00"))
    lin.set_password(PASSWORD)
    lin.save()
    return lin


@pytest.mark.requirement("SEC-036")
def test_who_signs_in_gets_a_session_that_nobody_could_have_laid_out_before(lin: Person) -> None:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "laid-out-before-by-somebody-else"

    answer = browser.post("/account/login/", {"login": "lin", "password": PASSWORD})

    assert answer.status_code == 302
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != "laid-out-before-by-somebody-else"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.requirement("SEC-038")
def test_a_name_that_nobody_has_costs_as_much_work_as_a_wrong_password(
    lin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(password) or encode(self, password, salt),
    )

    def work_of(login: str) -> int:
        hashed.clear()
        Client().post("/account/login/", {"login": login, "password": "wrong"})
        return len(hashed)

    assert work_of("lin") == work_of("nobody") == work_of("nobody@yunhe.example") == 1


@pytest.mark.requirement("SEC-032")
@pytest.mark.parametrize(
    "sent",
    [
        {"email": ["lin@yunhe.example", "evil@other.example"]},
        {"email[]": ["lin@yunhe.example", "evil@other.example"]},
        {"email": "lin@yunhe.example,evil@other.example"},
        {"email": "lin@yunhe.example\r\nCc: evil@other.example"},
        {"email": '["lin@yunhe.example","evil@other.example"]'},
    ],
    ids=str,
)
def test_a_link_to_a_new_password_goes_to_the_address_on_record_and_nowhere_else(
    sent: dict[str, object], lin: Person
) -> None:
    Client().post("/account/password/reset/", sent)

    assert set(OutboundMessage.objects.values_list("address", flat=True)) <= {"lin@yunhe.example"}


@pytest.mark.requirement("SEC-034")
def test_a_host_that_a_request_names_stands_in_no_link(lin: Person) -> None:
    forged = Client().post("/account/password/reset/", {"email": lin.email}, headers={"Host": "evil.example"})
    Client().post(
        "/account/password/reset/", {"email": lin.email}, headers={"X-Forwarded-Host": "evil.example"}
    )

    assert forged.status_code == 400
    assert all("evil.example" not in letter.words for letter in OutboundMessage.objects.all())


@pytest.mark.parametrize("token", NO_TOKENS)
@pytest.mark.requirement("SEC-028", "SEC-030", "SEC-035")
def test_what_is_no_token_opens_nothing(token: str) -> None:
    by_link = [
        Client().get(f"/{door}/{token}", REMOTE_ADDR="10.9.9.9").status_code for door in ("solved", "rate")
    ]
    program = Client().get(
        "/api/tickets", headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    )

    assert set(by_link) <= {404, 429}
    assert program.status_code == 401


@pytest.mark.requirement("SEC-073")
@pytest.mark.parametrize("key", ["changeme", "django-insecure-0123456789abcdef", "short"])
def test_a_key_that_could_be_guessed_stops_the_start(
    key: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", key)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        keys.read_or_make(tmp_path, "SECRET_KEY")


@pytest.mark.requirement("SEC-073")
def test_a_key_is_made_where_none_was_given_and_is_for_its_owner_alone(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY")

    made = keys.read_or_make(tmp_path, "SECRET_KEY")

    assert len(made) > 60
    assert (tmp_path / "secret_key.txt").stat().st_mode & 0o077 == 0
