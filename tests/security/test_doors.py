"""Everybody tries every door. What should happen follows from whom the door says it opens to, and from `visible_to`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

import pytest
from django.http import HttpResponse

from bihuan.ground.channels.models import Chat
from bihuan.ground.people.audience import ANYONE, BY_TOKEN, SIGNED_IN
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from tests.security.company import Company
from tests.security.doors import UNSAFE, Blank, Door, all_doors
from tests.security.looking import faults_of
from tests.security.visiting import Visitor

pytestmark = pytest.mark.django_db  # within the company's transaction

DOORS = all_doors()
each_door = pytest.mark.parametrize("door", DOORS, ids=[f"/{door.route}" for door in DOORS])
WITH_BLANKS = [door for door in DOORS if door.blanks and door.audience != BY_TOKEN]
each_door_to_something = pytest.mark.parametrize(
    "door", WITH_BLANKS, ids=[f"/{door.route}" for door in WITH_BLANKS]
)

# Doors that open to anyone and then look at something else than the person; they have tests of their own.
LOOKS_ELSEWHERE = {"metrics": {404}, "health": {503}, "api-nothing": {404}}
LOOKS_ELSEWHERE |= {f"door-{platform}": {403} for platform in Chat}  # at a signature
# A key that opens nothing, or no more, is answered with the same page, whatever it is.
ANSWERS_ALIKE = {"account_reset_password_from_key"}
ODD = ("' OR 1=1 --", "%", "_", "../../etc/passwd", "9" * 40, "١", "IT-00000000-0000\u200b", "{{7*7}}", "-1")
FRAGMENT = {"HX-Request": "true"}
REFUSED = (401, 403, 404, 405)


@dataclass(frozen=True)
class Tried:
    """What came of one try: by whom, how, and what was wrong with the answer itself."""

    visitor: Visitor
    how: str
    status: int
    leads_to: str
    faults: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.how} by {self.visitor.name}: {self.status}"

    @property
    def leads_to_sign_in(self) -> bool:
        return self.status in (302, 401) and self.leads_to.startswith("/account/login/?next=")


Tries = Callable[[Door], list[Tried]]


@pytest.fixture(scope="module")
def tries(company: Company, visitors: list[Visitor]) -> Tries:
    """Return what tells of all tries at a door, each made once."""
    made: dict[Door, list[Tried]] = {}

    def at(door: Door) -> list[Tried]:
        if door not in made:
            made[door] = [_try(one, *how) for one in visitors for how in _ways(company, door)]
        return made[door]

    return at


def _ways(company: Company, door: Door) -> list[tuple[str, str, dict[str, str]]]:
    address = company.address(door)
    methods = sorted(door.methods(address))
    fragments = [("GET", address, FRAGMENT)] if "GET" in methods else []
    return [(method, address, {}) for method in methods] + fragments


def _try(visitor: Visitor, method: str, address: str, headers: dict[str, str]) -> Tried:
    answer = visitor.tries(method, address, **headers)
    leads_to = answer.headers.get("Location", answer.headers.get("HX-Redirect", ""))
    how = f"{method} of a fragment" if headers else method
    return Tried(visitor, how, answer.status_code, leads_to, tuple(faults_of(answer)))


def may_enter(door: Door, person: Person | None) -> bool:
    """Tell whether the door's own word lets a person in; one for programs lets in no browser."""
    if door.audience == ANYONE:
        return True
    if person is None or door.audience == BY_TOKEN:
        return False
    return door.audience == SIGNED_IN or person.may(Right(door.audience))


def who_may_enter(door: Door, visitors: list[Visitor]) -> list[Visitor]:
    """Return who is told of the object; to all others the door itself is not there, whatever is behind it."""
    return [one for one in visitors if one.person and may_enter(door, one.person)]


def sees(company: Company, door: Door, person: Person | None) -> bool:
    """Tell whether all that the address names is visible to a person; on the portal, only what is his or her own."""
    if door.audience == ANYONE or person is None:
        return True
    if door.route.startswith("portal/tickets/") and company.ticket.person_id != person.pk:
        return False
    return all(company.example(blank).sees(person) for blank in door.blanks)


def is_right(company: Company, door: Door, tried: Tried) -> bool:
    person = tried.visitor.person
    if door.audience == BY_TOKEN:
        return tried.status == 401
    if person is None and door.audience != ANYONE:
        return tried.leads_to_sign_in or tried.status == 404
    if not (may_enter(door, person) and sees(company, door, person)):
        return tried.status == 404
    is_open = tried.status < 500 and tried.status not in REFUSED
    return is_open or tried.status in LOOKS_ELSEWHERE.get(door.name, ())


@each_door
def test_every_door_says_whom_it_opens_to(door: Door) -> None:
    assert door.audience in {ANYONE, SIGNED_IN, BY_TOKEN, *Right}, f"{door.view} has no @opens_to"


def test_of_every_part_of_an_address_there_is_an_example(company: Company) -> None:
    unknown = [f"/{door.route}" for door in DOORS if not all(map(company.knows, door.blanks))]

    assert unknown == [], "tests/security/company.py says what an address may name"


@each_door
@pytest.mark.requirement("SEC-004", "SEC-053", "SEC-061")
def test_a_door_lets_in_whom_it_says_and_to_all_others_it_is_not_there(
    door: Door, company: Company, tries: Tries
) -> None:
    wrong = [str(tried) for tried in tries(door) if not is_right(company, door, tried)]

    assert "; ".join(wrong) == ""


@each_door
@pytest.mark.requirement("SEC-010", "SEC-084")
def test_every_answer_of_a_door_is_safe_to_show(door: Door, tries: Tries) -> None:
    faults = {f"{tried}: {fault}" for tried in tries(door) for fault in tried.faults}

    assert "; ".join(sorted(faults)) == ""


@each_door_to_something
@pytest.mark.requirement("SEC-050")
def test_what_is_unknown_is_not_there_whoever_asks(
    door: Door, company: Company, visitors: list[Visitor]
) -> None:
    methods = sorted(door.methods(company.address(door)))
    made = [
        (address, _try(visitor, method, address, {}))
        for address in unknown_addresses(company, door)
        for visitor in [visitors[0], *who_may_enter(door, visitors)]
        for method in methods
    ]

    wrong = [
        f"{address} {tried}"
        for address, tried in made
        if tried.status != 404 and not (tried.leads_to_sign_in and tried.visitor.person is None)
    ]

    assert door.name in ANSWERS_ALIKE or "; ".join(wrong) == ""


def unknown_addresses(company: Company, door: Door) -> Iterator[str]:
    """Yield the door's address with each of its parts in turn naming nothing."""
    for missing in door.blanks:
        if unknown := company.example(missing).unknown_as(missing.kind):
            yield door.address(partial(_but, company, missing, unknown))


def _but(company: Company, missing: Blank, instead: str, blank: Blank) -> str:
    return instead if blank == missing else company.example(blank).value


@each_door_to_something
@pytest.mark.requirement("SEC-063")
def test_no_odd_name_breaks_a_door(door: Door, company: Company, visitors: list[Visitor]) -> None:
    fillings = [
        door.address(partial(_but, company, missing, quote(odd)))
        for missing in door.blanks
        for odd in ODD
        if company.example(missing).unknown
    ]
    visitor = who_may_enter(door, visitors)[-1]

    answers = {address: visitor.opens(address).status_code for address in fillings}

    broken = {address: status for address, status in answers.items() if status not in (302, 404, 405)}
    assert door.name in ANSWERS_ALIKE or broken == {}


@each_door
@pytest.mark.requirement("SEC-082")
def test_no_form_is_taken_that_did_not_come_from_the_desk(
    door: Door, company: Company, forgers: list[Visitor]
) -> None:
    address = company.address(door)
    methods = sorted(door.methods(address) & UNSAFE)

    some = [forgers[0], *who_may_enter(door, forgers)[-1:]]
    answers = [forger.tries(method, address) for forger in some for method in methods]

    wanted = 401 if door.audience == BY_TOKEN else 403
    assert {answer.status_code for answer in answers} <= {wanted}
    assert [fault for answer in answers for fault in faults_of(answer)] == []


@pytest.mark.parametrize("how", ["/{}", "{}/", "{};x", "{}/.", "{}%20", "{}.html", "/%2e{}", "{}//"])
@pytest.mark.requirement("SEC-043")
def test_no_other_way_to_write_an_address_opens_a_closed_door(
    how: str, company: Company, visitors: list[Visitor]
) -> None:
    stranger = visitors[0]
    closed = [door for door in DOORS if door.audience != ANYONE]

    answers: dict[str, HttpResponse] = {
        door.route: stranger.opens(how.format(company.address(door))) for door in closed
    }

    opened = [route for route, answer in answers.items() if answer.status_code not in (301, 302, *REFUSED)]
    assert opened == []
