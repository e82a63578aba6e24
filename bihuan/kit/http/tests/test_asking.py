"""How the desk calls others by HTTP, and when it does not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from typing import Any

import pytest

from bihuan.kit.http import asking
from bihuan.kit.http.asking import NotAllowed, NotAnswered, ask

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Name: v\r\n\r\n{}"


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Let a server talk as told to each that connects; yield its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)

    def serve() -> None:
        try:
            while True:
                wire, _ = listener.accept()
                with wire:
                    wire.recv(65536)
                    talk(wire)
        except OSError:
            return

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


@pytest.fixture
def reachable(settings: Any) -> None:
    settings.REACHABLE_NETWORKS = [ip_network("127.0.0.0/8")]


@pytest.mark.requirement("SEC-015", "SEC-016")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "https://127.1/", "https://2130706433/",
        "https://0x7f.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://①②⑦.⓪.⓪.①/",
        "https://169.254.169.254/latest/meta-data", "https://100.100.100.200/", "http://1.1.1.1/",
        "https://user:word@1.1.1.1/", "file:///etc/passwd", "gopher://1.1.1.1/", "//1.1.1.1/", "https://",
        "https://1.1.1.1:99999/",
    ],
)  # fmt: skip
def test_the_desk_does_not_call_what_leads_inside_or_goes_in_the_clear(url: str) -> None:
    with pytest.raises(NotAllowed):
        ask("GET", url)


@pytest.mark.requirement("SEC-016")
def test_a_name_of_which_one_address_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("1.1.1.1", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(asking.socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(NotAllowed):
        ask("GET", "https://rebinding.example/")


@pytest.mark.usefixtures("reachable")
@pytest.mark.requirement("SEC-016")
def test_the_call_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    with serving(lambda wire: wire.sendall(OK)) as port:

        def once(name: str, *_: Any, **__: Any) -> Any:
            asked.append(name)
            return [(2, 1, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr(asking.socket, "getaddrinfo", once)
        monkeypatch.setattr(
            asking.socket, "create_connection", lambda where, timeout: _connected(*where, timeout)
        )
        answer = ask("POST", f"http://desk-partner.example:{port}/hook", body=b"{}")

    assert (answer.status, answer.headers["x-name"], answer.told()) == (200, "v", {})
    assert asked == ["desk-partner.example"]


def _connected(host: str, port: int, timeout: float) -> socket.socket:
    wire = socket.socket()
    wire.settimeout(timeout)
    wire.connect((host, port))
    return wire


@pytest.mark.usefixtures("reachable")
@pytest.mark.requirement("SEC-015")
def test_where_a_redirect_leads_is_not_asked() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with serving(lambda wire: wire.sendall(moved)) as port:
        assert ask("GET", f"http://127.0.0.1:{port}/").status == 302


def drip(wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(200):
        wire.sendall(b"X: y\r\n")
        threading.Event().wait(0.02)


@pytest.mark.usefixtures("reachable")
@pytest.mark.parametrize(
    "talk",
    [
        lambda wire: wire.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000),
        lambda wire: wire.sendall(b"hello"),
        lambda wire: None,
        drip,
    ],
    ids=["too long", "no HTTP", "closed at once", "drop by drop"],
)
def test_an_answer_that_is_no_whole_one_in_time_and_size_is_none(
    talk: Callable[[socket.socket], None],
) -> None:
    with serving(talk) as port, pytest.raises(NotAnswered):
        ask("GET", f"http://127.0.0.1:{port}/", within_s=0.3, most_bytes=4000)
