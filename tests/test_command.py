"""The `bihuan` command, as scripts and mail servers call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

MESSAGE = b"From: Lin <lin@corp.example>\r\nTo: it@desk.example\r\nSubject: =?gb18030?B?tPLTobv6?=\r\n\r\nIt is jammed.\r\n"
CALENDAR = {"zone": "Asia/Shanghai", "week": {"mon": [["09:00", "12:00"], ["13:30", "18:00"]]}}


def bihuan(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bihuan", *words]
    return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)


def test_each_message_is_an_object_on_a_line(tmp_path: Path) -> None:
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(MESSAGE)

    ran = bihuan("mail", "read", str(tmp_path / "a.eml"), "-", str(tmp_path / "b.eml"), given=MESSAGE)

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert [json.loads(line)["subject"] for line in ran.stdout.splitlines()] == ["打印机"] * 3


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MESSAGE)

    ran = bihuan("mail", "read", str(tmp_path / "none.eml"), str(tmp_path), str(tmp_path / "a.eml"))

    assert ran.returncode == 1
    assert json.loads(ran.stdout)["from_email"] == "lin@corp.example"
    assert ran.stderr.decode() == (
        f"bihuan: {tmp_path}/none.eml: No such file or directory\nbihuan: {tmp_path}: Is a directory\n"
    )


def test_half_a_character_is_still_json() -> None:
    ran = bihuan("mail", "read", "-", given=b"Subject: =?utf-7?Q?+2D0-?=\r\n\r\n\xff\xfe\r\n")

    assert ran.returncode == 0
    json.loads(ran.stdout.decode("utf-8"))


def test_due_times_are_answered_line_by_line() -> None:
    question = {"calendar": CALENDAR, "start": "2026-09-28T11:30:00+08:00", "minutes": 60}

    ran = bihuan(
        "worktime", "due", given=(json.dumps(question) + "\n\n" + json.dumps(question) + "\n").encode()
    )

    assert ran.returncode == 0
    assert ran.stdout.splitlines() == [b'{"due": "2026-09-28T14:00:00+08:00"}'] * 2


def test_a_question_that_is_none_is_said_and_the_others_are_answered() -> None:
    question = {
        "calendar": CALENDAR,
        "start": "2026-09-28T11:30:00+08:00",
        "end": "2026-09-28T14:00:00+08:00",
    }

    ran = bihuan("worktime", "elapsed", given=b"nonsense\n" + json.dumps(question).encode())

    first, second = map(json.loads, ran.stdout.splitlines())
    assert (ran.returncode, list(first), second) == (1, ["error"], {"minutes": 60})


def test_what_only_reckons_loads_no_django() -> None:
    code = (
        "import sys; from bihuan.config.command import main;"
        "main(['worktime', 'due']); main(['mail', 'read', '-']); sys.exit('django' in sys.modules)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code], input=b"", capture_output=True, timeout=60, check=False
    )

    assert ran.returncode == 0, ran.stderr


def test_a_reader_that_has_enough_is_no_error() -> None:
    question = json.dumps({"calendar": CALENDAR, "start": "2026-09-28T11:30:00+08:00", "minutes": 60})
    command = [sys.executable, "-m", "bihuan", "worktime", "due"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}

    with subprocess.Popen(command, **pipes) as ran:  # type: ignore[call-overload]
        ran.stdin.write(f"{question}\n".encode())
        ran.stdin.flush()
        assert ran.stdout.readline()
        ran.stdout.close()
        ran.stdin.write(f"{question}\n".encode())
        ran.stdin.close()

        assert ran.stderr.read() == b""


def test_an_unknown_word_is_answered_with_what_is_known() -> None:
    ran = bihuan("fly")

    assert ran.returncode == 2
    assert b"worktime" in ran.stderr
