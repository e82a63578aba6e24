import pytest
from django.db import DataError, Error, IntegrityError, connection, transaction
from django.db.utils import OperationalError

from bihuan.kit.sql.outages import is_outage


def trouble_of(*statements: str) -> Error:
    with pytest.raises(Error) as trouble, transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return trouble.value


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_is_an_outage():
    assert is_outage(trouble_of("SELECT pg_terminate_backend(pg_backend_pid())"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statements",
    [
        ("SELECT 1 / 0",),
        ("SELECT 'x'::int",),
        ("SELECT nothing",),
        ("SET LOCAL statement_timeout = 10", "SELECT pg_sleep(1)"),
    ],
)
def test_a_statement_that_cannot_work_is_none(statements):
    assert not is_outage(trouble_of(*statements))


@pytest.mark.parametrize("trouble", [ValueError(), DataError(), IntegrityError()])
def test_nor_is_what_the_database_refuses(trouble):
    assert not is_outage(trouble)


def test_a_server_that_cannot_be_reached_is():
    assert is_outage(OperationalError("connection refused"))
