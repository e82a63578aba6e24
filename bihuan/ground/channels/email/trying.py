"""Try whether a mailbox's settings work before anybody relies on them, and say what hinders."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
from dataclasses import dataclass
from enum import StrEnum

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from bihuan.ground.channels.email.fetching import opened
from bihuan.ground.channels.email.posting import Post
from bihuan.ground.channels.models import Mailbox
from bihuan.kit.vault.box import CannotOpen

TIMEOUT_S = 8.0  # somebody waits for the answer
LONGEST = 200  # characters of a server's own words


class Hindrance(StrEnum):
    """Why a server cannot be used, each with another remedy."""

    NAME = "name"  # there is no server of that name
    SILENT = "silent"  # nothing listens at the port
    SLOW = "slow"  # no answer in TIMEOUT_S
    CERTIFICATE = "certificate"  # it is not the one it says it is, or nobody we trust says so
    SPEECH = "speech"  # it does not speak at this port as it should with this encryption
    LOGIN = "login"  # name or password is wrong
    FOLDER = "folder"  # there is no such folder
    KEY = "key"  # the kept password was sealed with a key that is gone
    OTHER = "other"


@dataclass(frozen=True)
class Tried:
    """How a try went: `hindrance` is None where it went well; `detail` is the server's own word on it."""

    hindrance: Hindrance | None = None
    detail: str = ""


# The first that fits counts: what is special stands before what is general.
_KINDS: tuple[tuple[tuple[type[BaseException], ...], Hindrance], ...] = (
    ((CannotOpen,), Hindrance.KEY),
    ((MailboxLoginError, smtplib.SMTPAuthenticationError), Hindrance.LOGIN),
    ((MailboxFolderSelectError,), Hindrance.FOLDER),
    ((ssl.SSLCertVerificationError,), Hindrance.CERTIFICATE),
    ((TimeoutError,), Hindrance.SLOW),
    (
        (
            ssl.SSLError,
            smtplib.SMTPNotSupportedError,
            smtplib.SMTPServerDisconnected,
            imaplib.IMAP4.abort,
            ConnectionResetError,
        ),
        Hindrance.SPEECH,
    ),
    ((socket.gaierror, UnicodeError), Hindrance.NAME),
    ((ConnectionRefusedError,), Hindrance.SILENT),
)


def try_fetching(box: Mailbox, password: str | None) -> Tried:
    """Sign in to the IMAP server and look at the folder; nothing there is changed. None: with the kept password."""
    try:
        with opened(box, password, TIMEOUT_S):
            return Tried()
    except (OSError, ValueError, imaplib.IMAP4.error, ImapToolsError) as trouble:
        return _told(trouble)


def try_posting(box: Mailbox, password: str | None) -> Tried:
    """Sign in to the SMTP server; nothing is sent."""
    post = Post(box, password, TIMEOUT_S)
    try:
        post.open()
        return Tried()
    except (OSError, ValueError, smtplib.SMTPException) as trouble:
        return _told(trouble)
    finally:
        post.close()


def _told(trouble: Exception) -> Tried:
    kinds = (hindrance for kinds, hindrance in _KINDS if isinstance(trouble, kinds))
    return Tried(next(kinds, Hindrance.OTHER), _words(trouble)[:LONGEST])


def _words(trouble: Exception) -> str:
    """Return what the server said, in plain characters."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        said = trouble.smtp_error
        return f"{trouble.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    result = getattr(trouble, "command_result", None)
    if result:
        return " ".join(part.decode(errors="replace") for part in result[1] if isinstance(part, bytes))
    return str(trouble)
