import pytest
from django.db import transaction

from bihuan.kit.live.publish import publish
from bihuan.kit.live.tests.listening import Listener


@pytest.fixture
def listener(db):
    with Listener() as heard:
        yield heard


@pytest.mark.django_db(transaction=True)
def test_what_changed_is_heard_after_the_commit_and_once_a_topic(listener):
    with transaction.atomic():
        publish("ticket:1", "ticket:2", "ticket:1")
        heard_before = listener.heard()
        publish("ticket:1")

    assert heard_before == []
    assert sorted(listener.heard()) == ["ticket:1", "ticket:2"]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_never_heard(listener):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish("ticket:1")
        raise ZeroDivisionError
    publish("ticket:2")

    assert listener.heard() == ["ticket:2"]
