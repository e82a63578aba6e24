"""Whatever is killed while mail flows, each message is one ticket and each sender has one receipt."""

from __future__ import annotations

import threading
import time
from collections import Counter

import psycopg
import pytest

from tests.journeys import letters
from tests.post_office import PostOffice
from tests.running import Desk, until

pytestmark = [pytest.mark.needs("dovecot"), pytest.mark.needs("dovecot-lmtp"), pytest.mark.needs("postfix")]

MAILS = 48
VICTIMS = ("bihuan-worker", "bihuan-mail", "bihuan-web", "postgres")


def titles(desk: Desk) -> Counter[str]:
    with psycopg.connect(desk.address) as connection:
        rows = connection.execute("SELECT title FROM tickets_ticket WHERE title LIKE 'storm %'").fetchall()
    return Counter(title for (title,) in rows)


def waiting(desk: Desk) -> int:
    question = (
        "SELECT (SELECT count(*) FROM channels_inboundmessage WHERE state = 'waiting')"
        " + (SELECT count(*) FROM channels_outboundmessage WHERE state = 'waiting')"
    )
    with psycopg.connect(desk.address) as connection:
        row = connection.execute(question).fetchone()
    assert row
    return int(row[0])


def answers(desk: Desk, question: str) -> bool:
    try:
        with psycopg.connect(desk.address) as connection:
            connection.execute(question)
    except psycopg.Error:
        return False
    return True


@pytest.mark.requirement("INT-09")
def test_what_is_killed_while_mail_flows_loses_nothing_and_doubles_nothing(
    desk: Desk, post_office: PostOffice
):
    senders = [f"sender{n}@yunhe.example" for n in range(MAILS)]

    def pour() -> None:
        for n, sender in enumerate(senders):
            mail = letters.plain(sender, f"storm {n}", f"My computer number {n} does not start.")
            post_office.send(mail, sender=sender, to="it@yunhe.example")
            time.sleep(0.1)

    pouring = threading.Thread(target=pour)
    pouring.start()
    for victim in VICTIMS * 2:
        time.sleep(0.6)
        until(lambda: bool(desk.those_called(victim)), 10)  # noqa: B023, called before the next victim
        desk.those_called(victim)[0].kill()
    pouring.join()

    until(lambda: answers(desk, "SELECT 1") and len(titles(desk)) == MAILS, 60)
    until(lambda: waiting(desk) == 0, 60)
    assert titles(desk) == Counter({f"storm {n}": 1 for n in range(MAILS)})
    for sender in senders:
        receipts = {mail.headers["message-id"] for mail in post_office.mails_of(sender)}
        assert len(receipts) == 1, sender
    until(desk.is_well, 30)
