from __future__ import annotations

import os
import pwd
import signal
import time
from pathlib import Path

import psycopg
import pytest

from bihuan.config.embedded import home as homes
from bihuan.config.embedded.home import Home
from bihuan.config.embedded.refusal import CannotRun
from bihuan.config.embedded.server import AlreadyRuns, Server
from bihuan.config.forking import fork

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def start(folder: Path) -> Server:
    server = Server(folder)
    server.take()
    server.launch()
    server.wait_until_ready()
    return server


def ask(server: Server, question: str) -> object:
    with psycopg.connect(server.home.address, autocommit=True) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    assert row
    return row[0]


def tell(server: Server, statement: str) -> None:
    with psycopg.connect(server.home.address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def test_what_was_written_is_there_after_a_stop(folder: Path, started: list[Server]) -> None:
    first = start(folder / "var")
    started.append(first)
    tell(first, "CREATE TABLE kept AS SELECT 7 AS figure")
    first.stop()
    first.forget()

    second = start(folder / "var")
    started.append(second)

    assert ask(second, "SELECT figure FROM kept") == 7


def test_the_desk_is_no_superuser(folder: Path, started: list[Server]) -> None:
    server = start(folder / "var")
    started.append(server)

    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_a_folder_has_one_holder_at_a_time(folder: Path) -> None:
    first = Server(folder / "var")
    first.take()

    with pytest.raises(AlreadyRuns, match="Another Bihuan already runs on"):
        Server(folder / "var").take()

    first.forget()
    Server(folder / "var").take()


def test_a_killed_server_is_begun_anew_with_all_that_was_committed(
    folder: Path, started: list[Server]
) -> None:
    server = start(folder / "var")
    started.append(server)
    tell(server, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS figure")
    sleeper = psycopg.connect(server.home.address)
    sleeper.execute("INSERT INTO kept VALUES (0)")
    assert server.process
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()

    server.launch()
    server.wait_until_ready()

    assert ask(server, "SELECT count(*) FROM kept") == 1000
    sleeper.close()


def test_the_number_of_a_dead_server_may_belong_to_somebody_else(folder: Path, started: list[Server]) -> None:
    server = start(folder / "var")
    started.append(server)
    server.stop()
    (server.home.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.home.data}\n")
    (server.home.socket / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")

    server.launch()
    server.wait_until_ready()

    assert ask(server, "SELECT 1") == 1


def test_a_server_ends_with_its_killed_starter_and_leaves_the_folder_to_the_next(
    folder: Path, started: list[Server]
) -> None:
    starter = fork("starter", lambda: (start(folder / "var"), time.sleep(60)))  # type: ignore[func-returns-value, arg-type]
    address = folder / "var" / "address.txt"
    until(lambda: address.exists() and answers(address.read_text()))
    os.kill(starter, signal.SIGKILL)
    os.waitpid(starter, 0)

    server = start(folder / "var")
    started.append(server)

    assert ask(server, "SELECT 1") == 1


@pytest.mark.parametrize("name", ["x" * 120, "a blank and 汉字", "co,mma \"quo'te\\"])
def test_any_folder_will_do(name: str, folder: Path, started: list[Server]) -> None:
    server = start(folder / name / "var")
    started.append(server)

    assert ask(server, "SELECT 1") == 1
    assert server.home.data == folder / name / "var" / "pg18"


@only_root
def test_an_ordinary_user_runs_it_as_himself(folder: Path) -> None:
    games = pwd.getpwnam("games")
    (folder / "his").mkdir()
    os.chown(folder / "his", games.pw_uid, games.pw_gid)

    def work() -> None:
        os.setgroups([])
        os.setgid(games.pw_gid)
        os.setuid(games.pw_uid)
        server = start(folder / "his" / "var")
        assert ask(server, "SELECT 1") == 1
        server.stop()

    _, status = os.waitpid(fork("games", work), 0)

    assert status == 0
    assert (folder / "his" / "var" / "pg18").stat().st_uid == games.pw_uid


@only_root
def test_below_a_folder_that_is_closed_to_others_roots_data_stand_elsewhere_and_no_folder_is_opened(
    folder: Path, started: list[Server]
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    server = start(closed / "var")
    started.append(server)
    tell(server, "CREATE TABLE kept AS SELECT 7 AS figure")
    server.stop()
    server.forget()
    again = start(closed / "var")
    started.append(again)

    assert ask(again, "SELECT figure FROM kept") == 7
    assert (closed / "var" / "pg18").readlink().is_relative_to(folder / "machine")
    assert closed.stat().st_mode & 0o777 == 0o700


@only_root
def test_programs_that_the_server_may_not_reach_are_copied_once(
    folder: Path, started: list[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.config.embedded.programs.may_enter", lambda user, place: False)

    server = start(folder / "var")
    started.append(server)

    (copy,) = (folder / "machine").glob("postgresql-18-*")
    assert ask(server, "SELECT 1") == 1
    assert server.process
    assert str(copy) in Path(f"/proc/{server.process.pid}/cmdline").read_text()


@only_root
def test_somebody_elses_data_are_refused_in_words(folder: Path) -> None:
    games = pwd.getpwnam("games")
    (folder / "var").mkdir(mode=0o755)
    (folder / "var" / "pg18").mkdir(mode=0o700)

    def work() -> None:
        os.setuid(games.pw_uid)
        with pytest.raises(CannotRun, match="belongs to the user daemon"):
            Home(folder / "var")

    os.chown(folder / "var" / "pg18", pwd.getpwnam("daemon").pw_uid, 0)
    _, status = os.waitpid(fork("games", work), 0)

    assert status == 0


def test_a_network_disk_is_refused_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "is_on_network", lambda place: True)

    with pytest.raises(CannotRun, match=r"on a network disk.*DATABASE_URL"):
        Server(folder / "var").take()


def test_a_link_to_data_that_are_gone_is_not_taken_for_a_new_start(folder: Path) -> None:
    (folder / "var").mkdir()
    (folder / "var" / "pg18").symlink_to(folder / "gone" / "pg18")

    with pytest.raises(CannotRun, match="is not there any more"):
        Server(folder / "var").take()


def test_a_server_that_cannot_start_says_its_last_words(folder: Path, started: list[Server]) -> None:
    server = Server(folder / "var", {"shared_buffers": "nonsense"})
    server.take()
    server.launch()

    with pytest.raises(CannotRun, match="shared_buffers"):
        server.wait_until_ready()


def until(holds: object, within_s: float = 30.0) -> None:
    deadline = time.monotonic() + within_s
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def answers(address: str) -> bool:
    try:
        psycopg.connect(address).close()
    except psycopg.OperationalError:
        return False
    return True
