"""What each process of the tree does. Imported once Django stands; each function runs in a process of its own."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from datetime import UTC, datetime
from types import FrameType

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import IntegrityError, connections

from bihuan.config import env
from bihuan.config.embedded.refusal import CannotRun
from bihuan.config.prepare import demo_company, prepare
from bihuan.config.web import serve
from bihuan.flow.intake.taking import take as keep_message
from bihuan.front.home.letters import reset_link
from bihuan.ground.channels.email.watching import watch
from bihuan.ground.people.appointing import appoint_administrator, nobody_administers
from bihuan.kit.work.worker import Worker
from bihuan.wiring import DRAINS

__all__ = ["appoint", "demo_company", "do_work", "prepare", "serve", "take", "watch_mail", "welcome"]

FIRST_REST_S, LONGEST_REST_S = 1.0, 10.0

log = logging.getLogger(__name__)
UNADMINISTERED = (
    "Nobody administers it yet. In another window: bihuan administrator LOGIN --name NAME --email ADDRESS"
)


def do_work() -> None:
    """Do jobs and work off what waits, until SIGTERM or SIGINT."""
    Worker(DRAINS, concurrency=settings.WORKER_THREADS).run()


def watch_mail() -> None:
    """Watch the mailboxes until SIGTERM or SIGINT, whatever becomes of the database meanwhile."""
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    rest_s = FIRST_REST_S
    while not stop.is_set():
        try:
            watch(stop)
        except DatabaseTrouble as error:
            log.warning("lost the database, watch again in_s=%.1f error=%s", rest_s, type(error).__name__)
            connections.close_all()
            stop.wait(rest_s)
            rest_s = min(rest_s * 2, LONGEST_REST_S)


def welcome() -> None:
    """Say where the desk is, who may sign in where this is the demo, and how to begin where nobody can."""
    demo = demo_company() if env.flag("DEMO", True) else None
    lines = [
        f"闭环 Bihuan is open: {settings.SITE_URL}",
        *(demo.welcome() if demo else ()),
        *((UNADMINISTERED,) if nobody_administers() else ()),
        "Ctrl-C ends it; nothing is lost.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def appoint(login: str, name: str, email: str) -> None:
    """Make somebody an administrator, and print the link under which he or she sets a password.

    :raises CannotRun: if the address is somebody else's
    """
    try:
        person = appoint_administrator(login, name=name, email=email, at=datetime.now(UTC))
    except IntegrityError:
        raise CannotRun(f"Somebody else has the address {email}.") from None
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    sys.stdout.write(f"{login} is an administrator. A password is set here, within {minutes} minutes:\n")
    sys.stdout.write(f"{reset_link(person)}\n")


def take(raw: bytes, mailbox: str) -> bool:
    """Keep a raw message and say under which number; one that is here already is not kept twice."""
    message, is_new = keep_message(raw, at=datetime.now(UTC), address=mailbox)
    sys.stdout.write(f"message {message.pk}{'' if is_new else ' (known already)'}\n")
    return True
