"""The reading process: fast, confined, replaceable."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.ground.channels.email.reading import frames
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.limited import LimitedReader, Unreadable
from bihuan.ground.channels.email.reading.limits import MIB
from bihuan.ground.channels.email.tests.drafts import draft, part, several
from bihuan.ground.channels.email.tests.poison import SHAPES

RAW = several(
    part("打印机坏了\n\n> 旧"),
    part(b"\0\1log" * 1000, "application/octet-stream; name=a.log"),
    fields="Date: Mon, 5 Jan 2026 10:00:00 +0800",
)


@pytest.fixture
def reader() -> Iterator[LimitedReader]:
    with LimitedReader() as reader:
        yield reader


def test_the_letter_is_the_same_as_without_a_process(reader: LimitedReader) -> None:
    assert reader.read(RAW) == read(RAW)
    assert reader.read(draft()) == read(draft())


def test_one_process_reads_many_messages(reader: LimitedReader) -> None:
    reader.read(RAW)
    first = reader.child_pid

    for _ in range(20):
        reader.read(RAW)

    assert reader.child_pid == first


def test_a_process_is_replaced_after_its_share_of_messages() -> None:
    with LimitedReader(messages_per_child=2) as reader:
        pids = []
        for _ in range(4):
            reader.read(RAW)
            pids.append(reader.child_pid)

    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_message_beyond_the_size_is_refused_unread() -> None:
    with LimitedReader(message_bytes=100) as reader, pytest.raises(Unreadable) as refused:
        reader.read(b"x" * 101)

    assert refused.value.reason == "too-large"


def test_a_message_that_takes_too_long_ends_its_process_and_no_other(reader: LimitedReader) -> None:
    reader.read(RAW)
    os.kill(reader.child_pid, signal.SIGSTOP)
    stopped = reader.child_pid
    reader._wall_s = 0.3

    with pytest.raises(Unreadable) as failed:
        reader.read(RAW)
    reader._wall_s = 15

    assert failed.value.reason == "too-slow"
    assert not Path(f"/proc/{stopped}").exists()
    assert reader.read(RAW).body_text == "打印机坏了\n\n> 旧"


@pytest.mark.requirement("SEC-076")
def test_a_message_that_takes_too_much_cpu_ends_its_process() -> None:
    heavy = SHAPES["labels"]()

    with LimitedReader(cpu_s=1) as reader:
        with pytest.raises(Unreadable) as failed:
            reader.read(heavy)

        assert failed.value.reason == "too-costly"
        assert reader.read(RAW).subject == "打印机"


@pytest.mark.requirement("SEC-077")
def test_a_message_that_takes_too_much_memory_is_partly_read_or_refused() -> None:
    with LimitedReader(memory_bytes=64 * MIB) as reader:
        try:
            problems = reader.read(draft("打印机坏了\n" * 3_000_000)).problems
        except Unreadable as failed:
            problems = (failed.reason,)

        assert {"too-costly", "child-died"} & set(problems) or [
            word for word in problems if word.startswith("unreadable")
        ]
        assert reader.read(RAW).subject == "打印机"


def test_a_process_that_was_killed_between_messages_is_replaced(reader: LimitedReader) -> None:
    reader.read(RAW)
    os.kill(reader.child_pid, signal.SIGKILL)
    time.sleep(0.05)

    assert reader.read(RAW) == read(RAW)


def test_a_message_whose_process_is_killed_from_outside_is_read_once_more(reader: LimitedReader) -> None:
    reader.read(RAW)
    pid = reader.child_pid
    os.kill(pid, signal.SIGSTOP)
    killer = threading.Timer(0.2, os.kill, (pid, signal.SIGKILL))
    killer.start()

    letter = reader.read(RAW)
    killer.join()

    assert letter == read(RAW)
    assert reader.child_pid != pid


def test_threads_may_share_a_reader(reader: LimitedReader) -> None:
    reader.read(RAW)
    raws = [draft(f"number {number}") for number in range(40)]
    bodies: dict[int, str] = {}

    def work(offset: int) -> None:
        for number in range(offset, 40, 4):
            bodies[number] = reader.read(raws[number]).body_text

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert bodies == {number: f"number {number}" for number in range(40)}


def test_the_process_ends_with_its_parent() -> None:
    script = (
        "import os, sys\n"
        "from bihuan.ground.channels.email.reading.limited import LimitedReader\n"
        "reader = LimitedReader(); reader.read(b'From: a@b.example\\n\\nx'); print(reader.child_pid, flush=True)\n"
        "os.kill(reader.child_pid, 19); os.kill(os.getpid(), 9)\n"
    )

    parent = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    child = Path(f"/proc/{int(parent.stdout)}")

    assert parent.returncode == -signal.SIGKILL
    assert _is_gone_within(child, seconds=5)


def _is_gone_within(process: Path, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if "\nState:\tZ" in (process / "status").read_text():
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


def test_the_process_knows_neither_our_environment_nor_our_packages(
    reader: LimitedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_SECRET", "hidden")
    reader.read(RAW)

    environment = Path(f"/proc/{reader.child_pid}/environ").read_bytes()
    mapped = Path(f"/proc/{reader.child_pid}/maps").read_text()

    assert b"hidden" not in environment
    assert "site-packages" not in mapped


@pytest.mark.parametrize("frame", [b"", b"\0" * 8, b"\0" * 7 + b"\2{}", b"\xff" * 30], ids=repr)
def test_a_frame_that_holds_no_letter_is_no_letter(frame: bytes) -> None:
    with pytest.raises(frames.Cut):
        frames.decode(frame)


def test_ordinary_mail_flows_fast_through_the_process(reader: LimitedReader) -> None:
    raw = several(
        part("好的，已经重启，问题还在。\n" * 200), part(b"x" * 8000, "application/octet-stream; name=a.log")
    )
    reader.read(raw)

    started = time.perf_counter()
    for _ in range(100):
        reader.read(raw)
    took_s = time.perf_counter() - started

    assert took_s < 2, "a generous bound for a busy machine; the bench measures"
