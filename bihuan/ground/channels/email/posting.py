"""Hand mails to the server that a mailbox names."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from bihuan.ground.channels.models import Mailbox, Security
from bihuan.kit.vault.box import CannotOpen

TIMEOUT_S = 20.0


class Refusal(Exception):
    """The server would not take the mail. `is_final`: trying again will not help."""

    def __init__(self, problem: str, *, is_final: bool) -> None:
        super().__init__(problem)
        self.is_final = is_final


class Post:
    """A connection to one mailbox's server, kept open from mail to mail."""

    def __init__(self, mailbox: Mailbox, password: str | None = None, timeout_s: float = TIMEOUT_S) -> None:
        """Take a mailbox, and its password where that is not the one kept, such as one still to be tried."""
        self.mailbox = mailbox
        self._password, self._timeout_s = password, timeout_s
        self._server: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        """Give one mail to the server.

        :raises Refusal: if it does not get it
        """
        try:
            self._connected().send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = next(iter(refused.recipients.values()))
            raise Refusal(_told(code, words), is_final=code >= 500) from refused
        except smtplib.SMTPDataError as refused:
            self.close()
            raise Refusal(
                _told(refused.smtp_code, refused.smtp_error), is_final=refused.smtp_code >= 500
            ) from refused
        except (
            smtplib.SMTPResponseException
        ) as refused:  # of the mailbox or its password, which somebody can mend
            self.close()
            raise Refusal(_told(refused.smtp_code, refused.smtp_error), is_final=False) from refused
        except (OSError, smtplib.SMTPException, CannotOpen) as trouble:
            self.close()
            raise Refusal(f"{type(trouble).__name__}: {trouble}", is_final=False) from trouble

    def open(self) -> None:
        """Connect and sign in, and no more.

        :raises OSError, smtplib.SMTPException: if the server cannot be reached or refuses
        """
        self._connected()

    def close(self) -> None:
        if self._server:
            self._server.close()
            self._server = None

    def _connected(self) -> smtplib.SMTP:
        """Return the open connection, or a new one where the server has closed it meanwhile."""
        if self._server:
            try:
                if self._server.noop()[0] == 250:
                    return self._server
            except (OSError, smtplib.SMTPException):
                pass
            self.close()
        self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        box = self.mailbox
        password = box.password() if self._password is None else self._password
        context = ssl.create_default_context()
        if box.smtp_security == Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                box.smtp_host, box.smtp_port, timeout=self._timeout_s, context=context
            )
        else:
            server = smtplib.SMTP(box.smtp_host, box.smtp_port, timeout=self._timeout_s)
        try:
            if box.smtp_security == Security.STARTTLS:
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            # A relay inside the house may take mail from its neighbours and offer no log-in at all.
            if password and server.has_extn("auth"):
                server.login(box.username, password)
        except Exception:
            server.close()
            raise
        return server


def _told(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
