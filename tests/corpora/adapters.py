"""What the product does, in the shapes by which other projects' cases judge it. Each is a thin call."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from bihuan.ground.calendars.vectors import run
from bihuan.ground.channels.chat.call import as_json
from bihuan.ground.channels.chat.envelope import Envelope
from bihuan.ground.channels.chat.genuine import require_signed
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.reply import trim_reply
from bihuan.ground.channels.feishu.codec import signature_of, unseal
from bihuan.ground.channels.feishu.door import challenge_reply
from bihuan.ground.channels.monitoring.reading import alerts_of
from bihuan.ground.channels.slack.door import check_signature


def mail(raw: bytes) -> dict[str, Any]:
    """Read a raw message."""
    return read(raw).to_json()


def reply(text: str, html: bool = False) -> str:
    """Return what the writer of a mail added."""
    return trim_reply(text, html=html)


def auto(raw: bytes) -> dict[str, Any]:
    """Tell whether a program sent the message, and what a bounce reports."""
    letter = read(raw)
    verdict: dict[str, Any] = {"auto": letter.auto_submitted, "bounce": letter.is_bounce}
    if letter.is_bounce:
        verdict["hard"] = letter.is_hard_bounce
    if letter.bounce_status:
        verdict["status"] = letter.bounce_status
    return verdict


def time(vector: dict[str, Any]) -> str | float | bool:
    """Reckon in working time, by a line of `bihuan worktime`."""
    start, distance = vector["start"], vector.get("duration_minutes")
    match vector["op"]:
        case "is_workday":
            return _asked("workdays", vector, first=start, last=start) == 1
        case "count_workdays":
            return _asked("workdays", vector, first=start, last=vector["end"])
        case "is_open":
            return _asked("open", vector, at=start)
        case "add_days":
            return _asked("shift", vector, start=start, days=vector["days"])
        case "between":
            return _asked("elapsed", vector, start=start, end=vector["end"])
        case "sub":
            return _asked("latest", vector, end=start, minutes=distance)
    return _asked("due", vector, start=start, minutes=distance)


def _asked(verb: str, vector: dict[str, Any], **question: Any) -> Any:
    """Return what is answered, which is one thing in each answer."""
    written = vector["calendar"]
    calendar = {
        "zone": written["tz"],
        "week": written["hours"],
        "off": written.get("holidays", []),
        "work": written.get("shifts", {}),
        "breaks": written.get("breaks", {}),
    }
    line = json.dumps({"calendar": calendar, "holds": vector.get("pauses", []), **question})
    (answer,) = json.loads(next(iter(run(verb, [line])))).values()
    return answer


def im(vector: dict[str, Any]) -> str | tuple[Any, ...] | dict[str, Any]:
    """Open, seal, sign or check a call of a chat platform; what is not genuine raises."""
    kind, said = vector["kind"], vector.get("body", vector.get("payload", ""))
    body = said if isinstance(said, bytes) else (said if isinstance(said, str) else json.dumps(said)).encode()
    match kind:
        case "wecom_verify_url" | "wecom_decrypt" | "dingtalk_decrypt":
            sealed = vector.get("echostr") or vector.get("encrypt") or ""
            return _envelope(vector).open(sealed, signature=vector["msg_signature"], **_moment(vector))
        case "wecom_encrypt":
            random16 = vector["random16"].encode()
            return _envelope(vector).seal(vector["plain"], random16=random16, **_moment(vector))
        case "dingtalk_raw":
            return _envelope(vector).unlock(vector["encrypt"]).decode("ascii", "ignore")
        case "feishu_decrypt":
            return unseal(vector["encrypt"], vector["encrypt_key"])
        case "feishu_signature":
            return signature_of(vector["timestamp"], vector["nonce"], vector["encrypt_key"], body)
        case "feishu_challenge":
            return _challenge(vector, body)
        case "slack_signature":
            now = datetime.fromtimestamp(int(vector.get("now") or vector["timestamp"]), UTC)
            check_signature(
                vector["signing_secret"], vector["timestamp"], body, vector.get("signature", ""), now
            )
        case _:  # a hook of GitHub's shape
            secret = vector.get("secret") or vector.get("signing_secret", "")
            require_signed(secret, body, vector.get("signature", ""), prefix="sha256=")
    return "accept"


def _envelope(vector: dict[str, Any]) -> Envelope:
    receiver = vector.get("receive_id", vector.get("owner_key", ""))
    return Envelope(vector.get("token", ""), vector["encoding_aes_key"], receiver)


def _moment(vector: dict[str, Any]) -> dict[str, str]:
    return {"timestamp": str(vector["timestamp"]), "nonce": str(vector["nonce"])}


def _challenge(vector: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Return the answer to the check of an address, whose call may be sealed."""
    said = as_json(body) if body else vector
    if sealed := said.get("encrypt"):
        said = as_json(unseal(sealed, vector["encrypt_key"]))
    token = vector.get("verification_token", vector.get("token", said.get("token", "")))
    return challenge_reply(said, token) or {}


def alerts(payload: dict[str, Any] | list[Any]) -> list[dict[str, Any]]:
    """Read what a monitoring tool sent."""
    told = ("status", "title", "text", "key", "severity")
    return [{name: getattr(alert, name) for name in told} for alert in alerts_of(payload)]


def search(docs: list[dict[str, Any]]) -> Callable[[str, int], list[str]]:
    """Put documents into the index, and return what finds the best of them."""
    finder: Callable[[str, int], list[str]] = import_module("shelf").Shelf(docs).find
    return finder
