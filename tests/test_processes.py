"""The process tree, started as a stranger would start it, and hurt in every way that a machine can hurt it."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import Desk, Stream, until

MOST_IDLE_MB = 350


@pytest.fixture(scope="module")
def own_desk() -> Iterator[Desk]:
    folder = Path(tempfile.mkdtemp(prefix="bihuan-desk-"))
    folder.chmod(0o711)
    desk = Desk(folder)
    yield desk
    if not desk.has_ended():
        desk.end(signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def desk(own_desk: Desk) -> Desk:
    """Return a desk that is well, started where a test before ended it."""
    if own_desk.has_ended():
        own_desk.start_and_wait()
    until(own_desk.is_well, 30)
    return own_desk


def test_the_idle_desk_is_small(desk: Desk) -> None:
    time.sleep(2)

    sizes = [(process.name(), process.memory_full_info().pss / 2**20) for process in desk.everyone()]
    whole = sum(size for _, size in sizes)
    print("\n" + "\n".join(f"{name:<16} {size:6.1f} MB" for name, size in sizes) + f"\nin all {whole:.1f} MB")  # noqa: T201

    assert whole <= MOST_IDLE_MB


def test_the_idle_desk_rests(desk: Desk) -> None:
    def used_s() -> float:
        return sum(sum(process.cpu_times()[:2]) for process in desk.everyone())

    before = used_s()
    time.sleep(5)

    assert used_s() - before < 0.5, "a tenth of one core"


def test_a_killed_web_process_costs_no_answer(desk: Desk) -> None:
    killed = desk.those_called("bihuan-web")[0]
    killed.kill()

    answers = {desk.get("/healthz")[0] for _ in range(50)}

    assert answers == {200}
    until(lambda: len(desk.those_called("bihuan-web")) == 2, 5)


def test_a_killed_worker_is_begun_anew(desk: Desk) -> None:
    (killed,) = desk.those_called("bihuan-worker")
    killed.kill()
    killed.wait(5)

    until(
        lambda: [process.pid for process in desk.those_called("bihuan-worker")] not in ([], [killed.pid]), 5
    )
    until(desk.is_well, 10)


def test_a_stopped_worker_is_missed_by_name(desk: Desk) -> None:
    (worker,) = desk.those_called("bihuan-worker")
    worker.suspend()
    try:
        until(lambda: desk.failing() == ["worker"], 40)
    finally:
        worker.resume()
    until(desk.is_well, 20)


def test_a_killed_database_is_found_again(desk: Desk) -> None:
    _, cookie = desk.sign_in("lin")
    (server,) = (
        process for process in desk.everyone() if process.name() == "postgres" and "-D" in process.cmdline()
    )
    server.kill()

    until(desk.is_well, 30)

    person, again = desk.sign_in("lin")
    with closing(Stream(desk, f"topic=person:{person}", cookie)) as stream:
        assert stream.status == 200, "what was committed before is there"
        assert again != cookie


def test_news_reach_an_open_page_within_a_second(desk: Desk) -> None:
    person, cookie = desk.sign_in("lin")
    with closing(Stream(desk, f"topic=person:{person}", cookie)) as stream:
        took_s = []
        for _ in range(20):
            began = time.monotonic()
            desk.whisper(f"person:{person}")
            assert stream.next_news() == f"person:{person}"
            took_s.append(time.monotonic() - began)

    took_s.sort()
    print(f"\nnews took {took_s[10] * 1000:.1f} ms, at most {took_s[-1] * 1000:.1f} ms")  # noqa: T201
    assert took_s[-1] < 1


def test_a_stranger_hears_nothing(desk: Desk) -> None:
    person, cookie = desk.sign_in("lin")

    with closing(Stream(desk, f"topic=person:{person}")) as stream:
        assert stream.status == 401
    with closing(Stream(desk, f"topic=person:{person + 1}", cookie)) as stream:
        assert stream.status == 403


def test_a_large_upload_does_not_stay_in_memory(desk: Desk) -> None:
    size, piece = 50 * 2**20, b"x" * 2**20
    before = {process.pid: process.memory_info().rss for process in desk.those_called("bihuan-web")}
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'
    tail = b"\r\n--b--\r\n"

    with closing(desk.connect()) as connection:
        connection.putrequest("POST", "/account/login/")
        connection.putheader("Cookie", f"bihuan-csrf={'x' * 32}")
        connection.putheader("Content-Type", "multipart/form-data; boundary=b")
        connection.putheader("Content-Length", str(len(head) + size + len(tail)))
        connection.endheaders(head)
        for _ in range(size // len(piece)):
            connection.send(piece)
        connection.send(tail)
        answer = connection.getresponse()

    assert answer.status == 403, "no form of ours sent it, but it was read"
    for process in desk.those_called("bihuan-web"):
        assert process.memory_info().rss - before[process.pid] < 30 * 2**20


def test_a_folder_has_one_desk(desk: Desk) -> None:
    second = desk.run("up")

    assert second.returncode == 1
    assert "Another Bihuan already runs on" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_port_in_use_is_said_in_words(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path, PORT=str(desk.port))

    second = other.run("up")

    assert second.returncode == 1
    assert (
        second.stderr
        == f"bihuan: Port {desk.port} is in use by another program. Choose another one: PORT={desk.port + 1}.\n"
    )


@pytest.mark.parametrize("part", [("worker",), ("mail", "watch"), ("web",)])
def test_each_part_also_runs_alone(part: tuple[str, ...], desk: Desk, tmp_path: Path) -> None:
    alone = Desk(tmp_path, *part, DATABASE_URL=desk.address)
    alone.start()
    if part == ("web",):
        until(lambda: alone.has_ended() or "is open" in alone.said(), 30)
        assert alone.get("/healthz")[0] == 200
    else:
        until(lambda: alone.has_ended() or alone.catches(signal.SIGTERM), 30)
    assert not alone.has_ended(), alone.said()

    took_s = alone.end()

    assert alone.process
    assert alone.process.returncode == 0, alone.said()
    assert took_s < 2


def test_a_part_alone_says_what_it_lacks(tmp_path: Path) -> None:
    ran = Desk(tmp_path).run("worker")

    assert (ran.returncode, ran.stderr) == (
        1,
        "bihuan: No database runs here. Start the desk with `bihuan up`, or set DATABASE_URL.\n",
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_everything_ends_at_once_though_pages_listen_and_nothing_is_lost(
    number: signal.Signals, desk: Desk
) -> None:
    person, cookie = desk.sign_in("lin")
    streams = [Stream(desk, f"topic=person:{person}", cookie) for _ in range(5)]

    took_s = desk.end(number)
    for stream in streams:
        stream.close()
    again_s = desk.start_and_wait()
    print(f"\nended in {took_s:.2f} s, well again in {again_s:.2f} s")  # noqa: T201

    assert took_s < 2
    assert again_s < 10
    assert desk.sign_in("lin")[0] == person


def test_a_killed_supervisor_takes_all_along_and_leaves_room_for_the_next(desk: Desk) -> None:
    everyone = desk.everyone()
    port = desk.port

    took_s = desk.end(signal.SIGKILL)

    assert took_s < 5
    assert not [process for process in everyone if process.is_running()]
    with socket.create_server(("127.0.0.1", port)):
        pass
    desk.start_and_wait()


def test_requests_are_counted_over_all_web_processes(desk: Desk) -> None:
    counted = re.compile(r'bihuan_request_seconds_count\{method="GET",route="health",status="2xx"\} (\d+)')

    def count() -> int:
        found = counted.search(desk.get("/metrics")[1].decode())
        return int(float(found[1])) if found else 0

    before = count()
    for _ in range(40):
        desk.get("/healthz")

    assert count() == before + 40
