"""A mailbox of the desk, letters in its outbox, and a mail server that takes or refuses them as told."""

from __future__ import annotations

import email
import email.policy
import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bihuan.ground.channels.models import Mailbox, OutboundMessage, Purpose
from bihuan.ground.people.tests.cast import at, person

logging.getLogger("mail").setLevel(logging.WARNING)


@dataclass
class Sink:
    """A mail server: what came, and what it says to whom; to nobody in particular it says yes."""

    port: int = 0
    came: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    says: list[str] = field(default_factory=list)  # to the next messages, one each
    refuses: dict[str, str] = field(default_factory=dict)  # address → answer
    passwords: dict[bytes, bytes] = field(default_factory=dict)
    connections: int = 0

    async def handle_EHLO(
        self, server: Server, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        if self.says and not self.says[0].startswith("250"):
            return self.says.pop(0)
        assert isinstance(envelope.content, bytes)
        self.came.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.recipients.append(envelope.rcpt_tos)
        return self.says.pop(0) if self.says else "250 OK"

    def authenticate(
        self, server: Server, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        return AuthResult(success=self.passwords.get(given.login) == given.password, handled=False)


@contextmanager
def running(sink: Sink, **options: Any) -> Iterator[Sink]:
    sink.port = sink.port or free_port()
    if sink.passwords:
        options |= {"authenticator": sink.authenticate, "auth_require_tls": False}
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, **options)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate_in(folder: Path) -> ssl.SSLContext:
    """Return the context of a server whose certificate nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    pem = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    pem += key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def mailbox(port: int = 0, **more: Any) -> Mailbox:
    """Return the desk's box, with a server that listens at `port`, or with none."""
    fields = {"name_zh": "服务台", "name_en": "Service desk", "smtp_security": "none", "smtp_port": port}
    fields |= {"smtp_host": "127.0.0.1" if port else ""} | more
    return Mailbox.objects.update_or_create(address=more.pop("address", "it@yunhe.example"), defaults=fields)[
        0
    ]


def letter(box: Mailbox | None, **more: Any) -> OutboundMessage:
    lin = person("林")
    fields = {
        "person": lin,
        "address": lin.email,
        "purpose": Purpose.REPLY,
        "language": "zh-hans",
        "subject": "[IT-20260928-0001] 打印机卡纸",
        "text": "您好，请**重启**打印机。",
    }
    return OutboundMessage.write(at=more.pop("at", at("09:00")), mailbox=box, **fields | more)
