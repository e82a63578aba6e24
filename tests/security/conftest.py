"""The company stands once for each module, in a transaction that is never committed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import pytest_django
from django.db import transaction

from bihuan.kit.events import wires
from bihuan.wiring import WIRES
from tests.security.company import Company, settle
from tests.security.visiting import Visitor


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Company]:
    wires.connect(WIRES)
    with django_db_blocker.unblock(), transaction.atomic():
        yield settle()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visitors(company: Company) -> list[Visitor]:
    """Return a stranger and everybody of the company, each with a browser."""
    return [Visitor(None), *map(Visitor, company.people.values())]


@pytest.fixture(scope="module")
def forgers(company: Company) -> list[Visitor]:
    """Return the same, made to send forms that they did not get from the desk."""
    return [Visitor(person, checks_csrf=True) for person in (None, *company.people.values())]
