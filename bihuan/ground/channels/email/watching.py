"""Fetch what arrives in the desk's mailboxes: at once while the server tells (IDLE), and again after any silence.

A message is kept in the database, and only then does the watch move past it. Another watch on the same mailbox waits
until this one is gone: a session lock in the database lets one at a time through, on however many machines they run.
"""

from __future__ import annotations

import imaplib
import logging
import threading

from django.db import Error as DatabaseTrouble
from django.db import connection
from django.utils import timezone
from imap_tools.errors import ImapToolsError

from bihuan.ground.channels.email.fetching import fetch_new, opened
from bihuan.ground.channels.models import Mailbox
from bihuan.kit.sql.statements import try_lock_for_session
from bihuan.kit.vault.box import CannotOpen
from bihuan.kit.work.models import Heartbeat

logger = logging.getLogger(__name__)

IDLE_S = 10.0  # at most so long without looking, whatever the server says; each look is a sign of life
LONGEST_REST_S = 60.0
LOOK_FOR_MAILBOXES_S = 5.0
FIRST_REST_S = 1.0
TROUBLE = (OSError, imaplib.IMAP4.error, ImapToolsError, CannotOpen)

Way = tuple[object, ...]


def watch(stop: threading.Event) -> None:
    """Watch every active mailbox, each in a thread of its own, until `stop` is set; follow changed settings."""
    watches: dict[Way, Watch] = {}
    while not stop.is_set():
        wanted = {_way(box): box for box in Mailbox.objects.all() if box.is_watched}
        for way in watches.keys() - wanted.keys():
            watches.pop(way).end()
        for way in wanted.keys() - watches.keys():
            watches[way] = Watch(wanted[way])
            watches[way].start()
        Heartbeat.beat("mail", timezone.now())
        stop.wait(LOOK_FOR_MAILBOXES_S)


class Watch(threading.Thread):
    """The watch on one mailbox: fetches, waits for news, and begins again after any trouble."""

    def __init__(self, box: Mailbox) -> None:
        super().__init__(name=f"mailbox-{box.pk}", daemon=True)
        self.mailbox_id = box.pk
        self.stop = threading.Event()
        self._rest_s = FIRST_REST_S
        box.expect_watch()

    def end(self) -> None:
        """Stop, and be missed no more unless the mailbox is to be watched in another way."""
        self.stop.set()
        box = Mailbox.objects.filter(pk=self.mailbox_id).first() or Mailbox(
            pk=self.mailbox_id, is_active=False
        )
        box.expect_watch()

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                if try_lock_for_session(f"mailbox:{self.mailbox_id}"):
                    self._fetch_and_wait()
            except TROUBLE as trouble:
                logger.warning("cannot fetch mailbox=%d trouble=%s", self.mailbox_id, type(trouble).__name__)
                self._note_problem(f"{type(trouble).__name__}: {trouble}")
            except Exception:
                logger.exception("the watch failed mailbox=%d", self.mailbox_id)
            finally:
                connection.close()  # gives the lock to whoever waits for it
            self.stop.wait(self._rest_s)
            self._rest_s = min(self._rest_s * 2, LONGEST_REST_S)

    def _fetch_and_wait(self) -> None:
        box = Mailbox.objects.get(pk=self.mailbox_id)
        with opened(box) as server:
            while not self.stop.is_set():
                fetch_new(server, box)
                self._rest_s = FIRST_REST_S  # it works: the next trouble is a new one
                server.idle.wait(timeout=IDLE_S)

    def _note_problem(self, problem: str) -> None:
        try:
            Mailbox.objects.filter(pk=self.mailbox_id).update(problem=problem[:500])
        except DatabaseTrouble:
            logger.warning("cannot note the trouble of mailbox=%d", self.mailbox_id)


def _way(box: Mailbox) -> Way:
    """Return what a watch depends on: when any of it changes, another watch is needed."""
    return (
        box.pk,
        box.imap_host,
        box.imap_port,
        box.imap_security,
        box.folder,
        box.username,
        box.sealed_password,
    )
