from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bihuan.ground.channels.email.trying import Hindrance, Tried, try_fetching, try_posting
from bihuan.ground.channels.models import Mailbox
from bihuan.ground.channels.tests.cast import Sink, certificate_in, free_port, mailbox, running

SELECTED = b"* 0 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n"


class Folders(socketserver.StreamRequestHandler):
    """Speaks as much IMAP as a sign-in and a look at INBOX take; the password is 42."""

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline().decode():
            tag, _, said = line.strip().partition(" ")
            verb, _, rest = said.partition(" ")
            self.wfile.write(self._answer(verb.upper(), rest) % tag.encode())

    def _answer(self, verb: str, rest: str) -> bytes:
        if verb == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n%s OK done\r\n"
        if verb == "LOGIN" and not rest.endswith(('"42"', " 42")):
            return b"%s NO [AUTHENTICATIONFAILED] wrong password\r\n"
        if verb in ("SELECT", "EXAMINE") and "INBOX" not in rest:
            return b"%s NO no such folder\r\n"
        return (
            SELECTED if verb == "SELECT" else b"* BYE bye\r\n" if verb == "LOGOUT" else b""
        ) + b"%s OK done\r\n"


@contextmanager
def folders() -> Iterator[int]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Folders)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def fetching(port: int, **more: object) -> Mailbox:
    fields = {"imap_host": "127.0.0.1", "imap_port": port, "imap_security": "none", "username": "it"} | more
    return Mailbox(address="it@yunhe.example", **fields)


def posting(port: int, **more: object) -> Mailbox:
    fields = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "username": "it"} | more
    return Mailbox(address="it@yunhe.example", **fields)


def test_a_mailbox_that_can_be_fetched_is_found_well() -> None:
    with folders() as port:
        assert try_fetching(fetching(port), "42") == Tried()


@pytest.mark.parametrize(
    ("password", "folder", "hindrance", "word"),
    [
        ("43", "INBOX", Hindrance.LOGIN, "wrong password"),
        ("42", "Nowhere", Hindrance.FOLDER, "no such folder"),
    ],
)
def test_what_a_server_refuses_is_told_with_its_own_word(
    password: str, folder: str, hindrance: Hindrance, word: str
) -> None:
    with folders() as port:
        tried = try_fetching(fetching(port, folder=folder), password)

    assert tried.hindrance == hindrance
    assert word in tried.detail


def test_a_server_that_takes_letters_is_found_well_and_gets_none() -> None:
    with running(Sink()) as sink:
        assert try_posting(posting(sink.port), "") == Tried()

    assert sink.came == []


def test_a_password_that_a_server_for_sending_refuses_is_told() -> None:
    with running(Sink(passwords={b"it": b"42"})) as sink:
        assert try_posting(posting(sink.port), "42") == Tried()
        assert try_posting(posting(sink.port), "43").hindrance == Hindrance.LOGIN


def test_a_port_at_which_nothing_listens_is_told() -> None:
    port = free_port()

    assert try_fetching(fetching(port), "42").hindrance == Hindrance.SILENT
    assert try_posting(posting(port), "42").hindrance == Hindrance.SILENT


@pytest.mark.parametrize("host", ["no-such-server.invalid", "a..b"])
def test_a_name_that_is_no_servers_is_told(host: str) -> None:
    assert try_fetching(fetching(993, imap_host=host), "42").hindrance == Hindrance.NAME
    assert try_posting(posting(465, smtp_host=host), "42").hindrance == Hindrance.NAME


def test_a_certificate_that_nobody_vouches_for_is_told(tmp_path: Path) -> None:
    with running(Sink(), ssl_context=certificate_in(tmp_path)) as sink:
        tried = try_posting(posting(sink.port, smtp_security="tls"), "42")

    assert tried.hindrance == Hindrance.CERTIFICATE


def test_encryption_that_a_server_does_not_speak_is_told() -> None:
    with running(Sink()) as sink, folders() as port:
        assert try_posting(posting(sink.port, smtp_security="starttls"), "42").hindrance == Hindrance.SPEECH
        assert try_fetching(fetching(port, imap_security="tls"), "42").hindrance == Hindrance.SPEECH


def test_a_server_that_says_nothing_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.ground.channels.email.trying.TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        assert try_fetching(fetching(mute.getsockname()[1]), "42").hindrance == Hindrance.SLOW


@pytest.mark.django_db
def test_a_kept_password_that_no_key_opens_is_told() -> None:
    with running(Sink()) as sink:
        box = mailbox(sink.port)
        box.sealed_password = "elsewhere.abc"

        assert try_posting(box, None).hindrance == Hindrance.KEY
