"""Send a letter by chat: with a pass that is kept while it is good, no faster than the platform takes it, and by mail
where the chat will not have it.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta

from bihuan.ground.channels.chat.call import Keys
from bihuan.ground.channels.chat.sending import (
    Button,
    NotSent,
    Outgoing,
    Request,
    Sender,
    Told,
    parts_of,
    plain,
)
from bihuan.ground.channels.models import (
    ChatConnection,
    OutboundMessage,
    OutboundState,
    Purpose,
    active_mailboxes,
)
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.kit.http.asking import NotAnswered, ask
from bihuan.kit.vault.box import CannotOpen

logger = logging.getLogger(__name__)
A_MINUTE = timedelta(minutes=1)
BEFORE_IT_ENDS_S = 300  # a pass is renewed so long before it is over
LONGEST_WAIT_S = 3600
TRIES_BEFORE_MAIL = 3  # within six minutes


def post(letter: OutboundMessage, now: datetime) -> None:
    """Send a letter that leaves by chat, and note what came of it."""
    connection = letter.connection
    assert connection is not None
    sender = PLATFORMS[connection.platform].sender
    if _had_enough(letter, sender, now):
        letter.put_off(now + A_MINUTE)
        return
    try:
        letter.note_said(send(letter, connection, now), now)
    except NotSent as reason:
        logger.warning("not sent letter=%d final=%s", letter.pk, reason.is_final)
        if reason.wait_s:
            letter.put_off(now + timedelta(seconds=min(reason.wait_s, LONGEST_WAIT_S)))
        else:
            _note_failure(letter, str(reason), now, is_final=reason.is_final)
    except Exception:  # whatever it is, it does not hold up the letters behind
        logger.exception("could not send letter=%d", letter.pk)
        _note_failure(letter, "failed; the log tells why", now, is_final=False)


def send(letter: OutboundMessage, connection: ChatConnection, now: datetime) -> str:
    """Send a letter, in parts where it is long; return what the platform calls the last of them.

    :raises NotSent: if the platform does not take it or cannot be reached
    """
    if not connection.is_active:
        raise NotSent("the connection is switched off", is_final=True)
    sender = PLATFORMS[connection.platform].sender
    buttons = tuple(Button(words, action) for words, action in letter.buttons or ())
    texts = parts_of(plain(letter.words), sender.most_bytes)
    remote_id = ""
    for at, text in enumerate(texts):
        is_last = at == len(texts) - 1
        key = f"{letter.message_id}/{at}"
        remote_id = _send_one(
            Outgoing(letter.address, text, key, buttons if is_last else ()), connection, now
        )
    return remote_id


def try_pass(platform: str, address: str, keys: Keys) -> None:
    """See whether the platform gives the desk a pass; nothing is kept, and nothing sent to anybody.

    :raises NotSent: if it does not
    """
    sender = PLATFORMS[platform].sender
    wanted = sender.ask_for_pass(keys)
    if wanted is None:
        if not sender.lasting_pass(keys):
            raise NotSent("no pass is set")
        return
    sender.pass_in(_asked(address or sender.address, wanted))


def _send_one(message: Outgoing, connection: ChatConnection, now: datetime) -> str:
    """Send one message; with a fresh pass where the platform says that ours is over."""
    sender, keys = PLATFORMS[connection.platform].sender, _keys(connection)
    address = connection.address or sender.address
    for is_second in (False, True):
        given = _pass(connection, sender, now)
        try:
            return sender.sent_as(_asked(address, sender.send(message, keys, given)))
        except NotSent as reason:
            if not reason.is_stale or is_second:
                raise
            connection.forget_pass()
    raise AssertionError("one of two tries returns or raises")


def _pass(connection: ChatConnection, sender: Sender, now: datetime) -> str:
    """Return a pass that is good. Only one at a time asks for it: a new one ends the one before."""
    keys = _keys(connection)
    if lasting := sender.lasting_pass(keys):
        return lasting
    held = ChatConnection.objects.select_for_update().get(pk=connection.pk)
    if given := held.pass_at(now):
        return given
    wanted = sender.ask_for_pass(keys)
    if wanted is None:
        raise NotSent("no pass is set")
    given, lives_s = sender.pass_in(_asked(connection.address or sender.address, wanted))
    held.keep_pass(given, now + timedelta(seconds=max(lives_s - BEFORE_IT_ENDS_S, 60)))
    return given


def _asked(address: str, wanted: Request) -> Told:
    try:
        answer = ask(
            wanted.method,
            address + wanted.path,
            body=wanted.body,
            headers=wanted.headers,
        )
    except NotAnswered as reason:
        raise NotSent(str(reason)) from reason
    wait = answer.headers.get("retry-after", "")
    return Told(answer.status, answer.told(), int(wait[:6]) if wait.isascii() and wait.isdigit() else 0)


def _keys(connection: ChatConnection) -> dict[str, str]:
    try:
        return connection.keys()
    except (CannotOpen, json.JSONDecodeError) as reason:
        raise NotSent("the key of its secrets is gone") from reason


def _had_enough(letter: OutboundMessage, sender: Sender, now: datetime) -> bool:
    """Tell whether the account has had its share of this minute: platforms drop in silence what is above."""
    sent = OutboundMessage.objects.filter(connection=letter.connection_id, address=letter.address)
    return sent.filter(sent_at__gt=now - A_MINUTE)[: sender.a_minute].count() >= sender.a_minute


def _note_failure(letter: OutboundMessage, problem: str, now: datetime, *, is_final: bool) -> None:
    """Remember why it did not leave. Who can be reached by mail does not wait as long as a server is tried."""
    has_mail = bool(letter.person and letter.person.email)
    letter.note_failure(
        problem, now, is_final=is_final or (has_mail and letter.attempts + 1 >= TRIES_BEFORE_MAIL)
    )
    if has_mail and letter.state == OutboundState.FAILED:
        _send_by_mail(letter, now)


def _send_by_mail(letter: OutboundMessage, now: datetime) -> None:
    """Write to the person's mail address what the chat did not take, once."""
    person = letter.person
    if person is None or OutboundMessage.objects.filter(instead_of=letter).exists():
        return
    OutboundMessage.write(
        at=now,
        mailbox=next(iter(active_mailboxes().values()), None),
        files=list(letter.files.all()),
        person=person,
        address=person.email,
        purpose=Purpose(letter.purpose),
        about=letter.about,
        language=letter.language,
        subject=letter.subject,
        text=letter.text,
        instead_of=letter,
    )
