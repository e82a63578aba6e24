"""Take new messages out of an IMAP folder: kept first, then marked as read, then passed."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from bihuan.ground.channels.models import ChannelKind, InboundMessage, Mailbox, Security

TIMEOUT_S = 30.0
AT_ONCE = 20  # messages in one command
LOOK_BACK = timedelta(days=2)  # after a server has renumbered its folder


def opened(box: Mailbox, password: str | None = None, timeout_s: float = TIMEOUT_S) -> BaseMailBox:
    """Return a signed-in connection with the folder chosen; use it with `with`.

    :param password: instead of the one that is kept, such as one that is still to be tried
    :raises OSError, imap_tools.ImapToolsError: if the server cannot be reached or refuses
    """
    known = box.password() if password is None else password
    server = _connected(box, timeout_s)
    try:
        return server.login(box.username, known, initial_folder=box.folder)
    except BaseException:
        server.client.shutdown()
        raise


def fetch_new(server: BaseMailBox, box: Mailbox) -> int:
    """Keep what is new in the folder, oldest first; return how many messages were new to the desk.

    A folder seen for the first time gives its unread messages only: what somebody has read is no news. A folder that
    was renumbered is read again as far back as it takes, and what is known already is recognised by its bytes.
    """
    validity = server.folder.status(box.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
    if box.uid_validity == validity:
        uids = [uid for uid in _search(server, f"UID {box.uid_seen + 1}:*") if uid > box.uid_seen]
        new = _keep_all(server, box, uids)
    else:
        new = _begin_with(server, box, validity)
    box.note_fetch(timezone.now())
    return new


def _connected(box: Mailbox, timeout_s: float) -> BaseMailBox:
    context = ssl.create_default_context()
    if box.imap_security == Security.TLS:
        return MailBox(box.imap_host, box.imap_port, timeout=timeout_s, ssl_context=context)
    if box.imap_security == Security.STARTTLS:
        return MailBoxStartTls(box.imap_host, box.imap_port, timeout=timeout_s, ssl_context=context)
    return MailBoxUnencrypted(box.imap_host, box.imap_port, timeout=timeout_s)


def _begin_with(server: BaseMailBox, box: Mailbox, validity: int) -> int:
    """Keep what is wanted of a folder that is new, or was renumbered, and then pass all that it holds.

    Its new validity is written last: cut off before, this begins anew, and recognises what it has kept by then.
    """
    last = max(_search(server, "ALL"), default=0)
    wanted = set(_search(server, "UNSEEN"))
    if box.uid_validity and box.fetched_at:
        wanted |= set(_search(server, f"SINCE {box.fetched_at - LOOK_BACK:%d-%b-%Y}"))
    new = _keep_all(server, box, sorted(wanted))
    box.uid_validity, box.uid_seen = validity, max(last, *wanted, 0)
    box.save(update_fields=["uid_validity", "uid_seen"])
    return new


def _keep_all(server: BaseMailBox, box: Mailbox, uids: list[int]) -> int:
    rest = iter(uids)
    return sum(_keep_some(server, box, some) for some in iter(lambda: list(islice(rest, AT_ONCE)), []))


def _search(server: BaseMailBox, criteria: str) -> list[int]:
    return sorted(int(uid) for uid in server.uids(criteria))


def _keep_some(server: BaseMailBox, box: Mailbox, uids: list[int]) -> int:
    """Keep some messages, and in the same transaction how far the folder has been read."""
    came = list(_fetch(server, uids))
    with transaction.atomic():
        kept = [_keep(box, raw, size, at) for _uid, size, at, raw in came]
        box.uid_seen = max(box.uid_seen, *uids)
        box.save(update_fields=["uid_seen"])
    server.flag([str(uid) for uid in uids], "\\Seen", True)
    box.show_life(timezone.now())  # a large folder takes longer than anybody would wait for one
    return sum(kept)


def _keep(box: Mailbox, raw: bytes, size: int, at: datetime) -> bool:
    message, is_new = InboundMessage.keep(raw, channel=ChannelKind.EMAIL, arrived_at=at, mailbox=box)
    if is_new and size > len(raw):
        message.size_bytes = size  # too large to fetch: only its head is kept
        message.save(update_fields=["size_bytes"])
    return is_new


def _fetch(server: BaseMailBox, uids: list[int]) -> Iterator[tuple[int, int, datetime, bytes]]:
    """Yield uid, whole size in bytes, when it came to us, and the raw message, or its head if it is too large."""
    sizes = _sizes(server, uids)
    for uid in uids:
        if uid not in sizes:
            continue  # somebody has removed it in between
        what = "BODY.PEEK[]" if sizes[uid] <= settings.MAX_MESSAGE_BYTES else "BODY.PEEK[HEADER]"
        answer = _asked(server, str(uid), f"({what})")
        raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
        if raw is not None:
            yield uid, sizes[uid], timezone.now(), raw


def _sizes(server: BaseMailBox, uids: list[int]) -> dict[int, int]:
    answer = _asked(server, ",".join(map(str, uids)), "(UID RFC822.SIZE)")
    found = {}
    for line in answer:
        words = (
            (line[0] if isinstance(line, tuple) else line or b"")
            .replace(b"(", b" ")
            .replace(b")", b" ")
            .split()
        )
        if b"UID" in words and b"RFC822.SIZE" in words:
            found[int(words[words.index(b"UID") + 1])] = int(words[words.index(b"RFC822.SIZE") + 1])
    return found


def _asked(server: BaseMailBox, uids: str, what: str) -> list[Any]:
    """Return what the server says of some messages.

    :raises imaplib.IMAP4.error: if it says no: a message that it keeps back now is not passed over for ever
    """
    said, answer = server.client.uid("FETCH", uids, what)
    if said != "OK":
        raise imaplib.IMAP4.error(f"the server would not fetch {uids}: {answer}")
    return answer
