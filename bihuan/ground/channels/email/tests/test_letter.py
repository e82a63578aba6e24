"""The letter as a whole."""

from __future__ import annotations

import json

import pytest

from bihuan.ground.channels.email.reading import letter as reading
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.limits import Limits
from bihuan.ground.channels.email.tests.drafts import draft, inner, part, several


@pytest.mark.requirement("INT-02")
def test_the_printed_form_has_exactly_what_machines_are_promised() -> None:
    fields = "Message-ID: <1@corp.example>\nIn-Reply-To: <0@corp.example>\nReferences: <0@corp.example>\nCc: chen@corp.example"
    raw = several(part("好了\n\n> 旧"), part(b"log", "text/plain; name=a.log"), fields=fields)

    printed = json.loads(json.dumps(read(raw).to_json()))

    assert printed == {
        "from_email": "lin@corp.example",
        "from_name": "林小满",
        "to": ["desk@corp.example"],
        "cc": ["chen@corp.example"],
        "subject": "打印机",
        "message_id": "1@corp.example",
        "in_reply_to": "0@corp.example",
        "references": ["0@corp.example"],
        "body_text": "好了\n\n> 旧",
        "reply_text": "好了",
        "attachments": [{"name": "a.log", "size": 3, "type": "text/plain"}],
        "auto_submitted": False,
        "is_bounce": False,
        "problems": [],
    }


@pytest.mark.parametrize(
    ("subject", "body", "language"),
    [
        ("打印机", "坏了", "zh-hans"),
        ("Printer", "It does not print any more.", "en"),
        ("VPN", "连不上，提示 error 0x80072746 connection reset by peer", "zh-hans"),
        ("SAP login", "Cannot log in since this morning, please help.\nBest regards\n王伟", "en"),
        ("印表機", "壞了", "zh-hans"),
        ("プリンター", "動きません", "en"),
        ("", "", "zh-hans"),
        ("123", "456", "zh-hans"),
    ],
)
@pytest.mark.requirement("INT-08")
def test_the_language_of_the_writers_own_words_is_told(subject: str, body: str, language: str) -> None:
    raw = draft(
        f"{body}\n\n-----Original Message-----\n旧文旧文旧文旧文旧文 old words old words", subject=subject
    )

    assert read(raw).language == language


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\0",
        b"x",
        b":",
        b"\xff" * 100,
        b"From: ",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x",
    ],
    ids=repr,
)
def test_any_bytes_are_a_letter(raw: bytes) -> None:
    letter = read(raw)

    assert letter.sender_is_doubtful
    assert json.dumps(letter.to_json(), ensure_ascii=False).encode()


@pytest.mark.requirement("INT-09")
@pytest.mark.parametrize("fault", [RecursionError, MemoryError, LookupError, ValueError, UnicodeError])
@pytest.mark.parametrize(
    "piece",
    ["sender_of", "trim_reply", "bounce_of", "standing_of", "Gatherer", "Splitter", "addresses_of", "ids_of"],
)
def test_a_piece_that_fails_leaves_the_others_standing(
    fault: type[Exception], piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault("poison")

    monkeypatch.setattr(reading, piece, fail)

    letter = read(draft("打印机坏了"))

    assert any(problem.startswith("unreadable-") for problem in letter.problems)
    assert letter.subject == ("打印机" if piece != "Splitter" else "")
    assert letter.body_text == ("打印机坏了" if piece not in ("Splitter", "Gatherer") else "")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (draft(subject="x" * 9000), "capped-headers"),
        (draft(fields="\n".join(f"X-{number}: y" for number in range(3000))), "capped-headers"),
        (
            draft(fields="To: " + ", ".join(f"u{number}@c.example" for number in range(600))),
            "too-many-recipients",
        ),
        (several(*[part("x")] * 600), "too-many-parts"),
        (draft("x" * 3_000_000), "capped-text"),
        (draft("x" * 2000, fields="X: y"), "capped-size"),
    ],
    ids=["long field", "many fields", "many recipients", "many parts", "long text", "large"],
)
def test_what_exceeds_a_cap_is_left_out_and_said(raw: bytes, problem: str) -> None:
    limits = Limits(message_bytes=1000) if problem == "capped-size" else Limits()

    letter = read(raw, limits)

    assert problem in letter.problems
    assert letter.from_email == (
        "lin@corp.example" if problem != "capped-headers" or letter.from_email else ""
    )
    assert len(letter.to) <= 500
    assert len(letter.body_text) <= 2_000_000 + 2 * 1024 * 1024


def test_parts_nested_too_deep_are_left_out_and_said() -> None:
    raw = part("deep")
    for depth in range(30):
        raw = inner(raw, kind="mixed", boundary=f"b{depth}-")

    letter = read(several(part("top"), raw))

    assert letter.body_text == "top"
    assert "too-deep" in letter.problems
