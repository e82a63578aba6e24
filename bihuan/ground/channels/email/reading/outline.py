"""What a message shows of its nature: the fields, the sender, the subject, the text and the attachments."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.ground.channels.email.reading.addresses import Mailbox
from bihuan.ground.channels.email.reading.header_block import Headers
from bihuan.ground.channels.email.reading.limits import Notes
from bihuan.ground.channels.email.reading.parameters import Field
from bihuan.ground.channels.email.reading.parts import Part

# The local parts of programs that report on the delivery of mail.
DAEMONS = ("mailer-daemon", "mailerdaemon", "maildaemon", "mail-daemon", "mdaemon")


@dataclass(frozen=True)
class Outline:
    """The signs by which people's mail is told from that of machines."""

    headers: Headers
    content: Field
    sender: Mailbox
    reply_to: str
    subject: str
    body_text: str
    parts: tuple[Part, ...]
    notes: Notes = field(default_factory=Notes)

    def value(self, name: str) -> str:
        """Return a field's text in lower case, "" if there is none."""
        return self.headers.text(name, self.notes).lower()

    @property
    def sender_local(self) -> str:
        """The sender's name at its host, in lower case; a daemon may name itself without any host."""
        return (self.sender.address or self.sender.name).split("@")[0].lower()

    @property
    def is_from_daemon(self) -> bool:
        return self.sender_local.startswith(DAEMONS)

    @property
    def has_null_sender(self) -> bool:
        """Tell whether whoever sent this wants no failure reported (RFC 5321, 4.5.5)."""
        if self.value("from") == "<>":
            return True
        paths = [value.strip().lower() for value in self.headers.all_raw("return-path", self.notes)]
        return any(path == "<>" or path.strip("<>").startswith(DAEMONS) for path in paths)
