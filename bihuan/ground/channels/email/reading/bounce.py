"""Reports that a message of ours did not arrive: RFC 3464 where servers keep to it, their own words where not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.ground.channels.email.reading import bounce_words as words
from bihuan.ground.channels.email.reading.charsets import decode
from bihuan.ground.channels.email.reading.outline import Outline
from bihuan.ground.channels.email.reading.parts import Part

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
FAILED_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
REFUSED_STATUS = re.compile(r"(?<![\d.])[45]\d\d[\s\-#(]{1,3}'?([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
REPLY_CODE = re.compile(r"(?<![\d.\-])([45])[0-5]\d[ \-](?=[\S ])")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{1,250}")
MESSAGE_ID = re.compile(r"^[ \t>]*Message-ID:\s*<([^<>\s]{1,500})>", re.IGNORECASE | re.MULTILINE)
REPORT_FIELD = re.compile(r"^([A-Za-z-]{4,40})[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
# Addresses that are dead by their code alone (RFC 3463, 3.2): no mailbox, no system, moved, null MX.
DEAD = frozenset(
    ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.1.351", "5.4.4", "5.4.310", "5.0.911")
)
REPORTS = ("message/delivery-status", "message/global-delivery-status")
RETURNED = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
)
MACHINES = ("postmaster", "post_master", "post-master", "mmsc", "bounce")
READ_CHARS = 32 * 1024


@dataclass(frozen=True)
class Bounce:
    """What a report says about the first address that failed, and which addresses failed.

    :param status: the enhanced status code, None if the report gives no code at all
    :param is_hard: the address is bad for good
    """

    status: str | None
    is_hard: bool
    message_id: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class _Failure:
    """One address in a report."""

    action: str = ""
    status: str = ""
    recipient: str = ""
    diagnosis: str = ""


def bounce_of(outline: Outline) -> Bounce | None:
    """Return what the report says if the message is one, else None."""
    if not is_bounce(outline):
        return None
    returned = words.RETURNED.search(outline.body_text, 0, READ_CHARS)
    said = outline.body_text[: returned.start() if returned else READ_CHARS][:READ_CHARS]
    failures = [failure for part in outline.parts if part.type in REPORTS for failure in _failures(part)]
    failures.sort(key=lambda failure: failure.action not in ("failed", "failure"))
    first = failures[0] if failures else _Failure()
    evidence = " ".join(f"{first.diagnosis} {said}".split())
    status = _status(first, evidence)
    return Bounce(
        status or None,
        _is_hard(status, first, evidence),
        _returned_id(outline),
        _recipients(outline, failures, said),
    )


def is_bounce(outline: Outline) -> bool:
    """Tell whether the message reports a failed or late delivery.

    What a person writes about such a report, or pastes from it, is none: some sign of the envelope must agree.
    """
    kind = outline.content.parameters.get("report-type", "").lower()
    types = {part.type for part in outline.parts}
    if outline.content.value == "multipart/report" and kind != "feedback-report":
        return "disposition" not in kind and not any(
            "disposition" in name or "feedback" in name for name in types
        )
    if "x-failed-recipients" in outline.headers or outline.is_from_daemon:
        return not outline.value("x-apple-action")
    says_so = bool(words.SUBJECT.match(outline.subject))
    head = outline.body_text[:2000]
    if outline.has_null_sender or outline.sender_local.startswith(MACHINES):
        is_report = bool(words.BODY.search(head)) and _is_unasked(outline)
        if outline.subject[:3].lower() == "re:":
            return is_report and bool(REPLY_CODE.search(head))
        return says_so or bool(types & set(REPORTS)) or is_report
    if (
        not says_so
        or not words.BODY.search(head)
        or not (outline.sender.is_malformed or _names_a_program(outline))
    ):
        return False
    return bool(types & set(RETURNED)) or bool(words.RETURNED.search(outline.body_text, 0, READ_CHARS))


def _is_unasked(outline: Outline) -> bool:
    """Tell that this is no reply of a vacation program, whose return path is null as well."""
    return (
        outline.value("auto-submitted") != "auto-replied"
        and "x-auto-response-suppress" not in outline.headers
    )


def _names_a_program(outline: Outline) -> bool:
    name = f"{outline.sender_local} {outline.sender.name}".lower()
    return bool(
        re.search(
            r"no-?reply|daemon|deliver|postmaster|system|administrator|mail(?:er|server)|notif|robot", name
        )
    )


def _failures(part: Part) -> Iterator[_Failure]:
    """Yield the addresses of a delivery-status part (RFC 3464, 2.3); the first block is about the message."""
    text = part.content[:READ_CHARS].decode("utf-8", "replace").replace("\r\n", "\n")
    for block in re.split(r"\n[ \t]*\n", text):
        fields = {name.lower(): " ".join(value.split()) for name, value in REPORT_FIELD.findall(block)}
        recipient = fields.get("final-recipient") or fields.get("original-recipient", "")
        if recipient or "status" in fields:
            found = ADDRESS.search(recipient)
            status = STATUS.search(fields.get("status", ""))
            yield _Failure(
                fields.get("action", "").lower().split(" ")[0].strip(";."),
                status[1] if status else "",
                found[0] if found else "",
                fields.get("diagnostic-code", ""),
            )


def _status(failure: _Failure, evidence: str) -> str:
    """Return the most telling code: what the refusing server said, then the report's own, then what its words mean."""
    refused = REFUSED_STATUS.search(failure.diagnosis)
    if refused:
        return refused[1]
    said = FAILED_STATUS.search(failure.diagnosis)
    if failure.status and not (failure.status.endswith(".0.0") and said):
        return failure.status
    said = said or REFUSED_STATUS.search(evidence) or FAILED_STATUS.search(evidence)
    if said:
        return said[1]
    reply = REPLY_CODE.search(evidence)
    level = reply[1] if reply else "5"
    if words.FULL.search(evidence):
        return f"{level}.2.2"
    if not reply and not words.GONE.search(evidence):
        return failure.status
    is_gone = words.GONE.search(evidence) and not words.PASSING.search(failure.diagnosis or evidence)
    return f"{level}.1.1" if is_gone else f"{level}.0.0"


def _is_hard(status: str, failure: _Failure, evidence: str) -> bool:
    if status.startswith(("2", "4")) or failure.action in ("delayed", "relayed", "delivered", "expanded"):
        return False
    said = (
        failure.diagnosis
        if words.GONE.search(failure.diagnosis) or words.PASSING.search(failure.diagnosis)
        else evidence
    )
    if words.GONE.search(said):
        return status.startswith("5.1.1") or not words.PASSING.search(said)
    return status in DEAD and not words.PASSING.search(said)


def _returned_id(outline: Outline) -> str:
    """Return the Message-ID of the message that came back, where the report holds it."""
    for part in outline.parts:
        if part.type in RETURNED:
            found = MESSAGE_ID.search(
                decode(part.content[:READ_CHARS], "", outline.notes).replace("\r\n", "\n")
            )
            if found:
                return found[1]
    found = MESSAGE_ID.search(outline.body_text)
    return found[1] if found else ""


def _recipients(outline: Outline, failures: list[_Failure], said: str) -> tuple[str, ...]:
    """Return the addresses that failed, each once: from the report, else from its words."""
    named = [failure.recipient for failure in failures if failure.recipient and failure.action != "delivered"]
    named = named or ADDRESS.findall(outline.headers.text("x-failed-recipients", outline.notes))
    if not named:
        ours = {address.lower() for address in ADDRESS.findall(outline.headers.text("to", outline.notes))}
        around = {outline.sender.address.lower(), *ours}
        named = [address.rstrip(".") for address in ADDRESS.findall(said)]
        named = [address for address in named if address.lower() not in around][:1]
    return tuple(dict.fromkeys(named[:50]))
