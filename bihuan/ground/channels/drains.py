"""Post the letters that wait in the outbox, oldest first."""

from __future__ import annotations

import logging
from datetime import datetime
from email.errors import MessageError

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bihuan.ground.channels.email.composing import compose
from bihuan.ground.channels.email.posting import Post, Refusal
from bihuan.ground.channels.hearing import MAIL
from bihuan.ground.channels.models import Mailbox, OutboundMessage, OutboundState, Purpose
from bihuan.ground.channels.posting import post
from bihuan.kit.live.publish import publish

logger = logging.getLogger(__name__)
MOST_KEPT_AT_ONCE = 100


class Outbox:
    name = "post"
    rest_s = 5.0

    def __init__(self) -> None:
        self._posts: dict[int, Post] = {}

    def work_one(self) -> bool:
        now = timezone.now()
        return keep_some(now) == MOST_KEPT_AT_ONCE or self.send_next(now)

    def waiting(self) -> int:
        return OutboundMessage.objects.waiting().by_mail().count()

    def send_next(self, now: datetime) -> bool:
        """Send the letter that has waited longest; False where none waits.

        The row stays locked until the server has answered. Killed in between, it is sent again under the same
        Message-ID, by which mailboxes know it as the same.
        """
        with transaction.atomic():
            waiting = OutboundMessage.objects.ready(now).by_mail().select_related("mailbox")
            letter = waiting.select_for_update(skip_locked=True, of=("self",)).first()
            if letter is None:
                return False
            self._send(letter, now)
        return True

    def _send(self, letter: OutboundMessage, now: datetime) -> None:
        if letter.mailbox is None or not letter.mailbox.smtp_host:
            letter.note_sent(now, OutboundState.KEPT)
            return
        try:
            self._post_of(letter.mailbox).send(compose(letter))
        except Refusal as refusal:
            logger.warning("not sent letter=%d final=%s", letter.pk, refusal.is_final)
            letter.note_failure(str(refusal), now, is_final=refusal.is_final)
        except (ValueError, MessageError) as error:  # an address or a header that no mail can carry
            logger.warning("cannot be sent letter=%d", letter.pk)
            letter.note_failure(f"cannot be written as a mail: {error}", now, is_final=True)
        except Exception:  # whatever it is, it does not hold up the letters behind
            logger.exception("could not send letter=%d", letter.pk)
            letter.note_failure("failed; the log tells why", now, is_final=False)
        else:
            letter.note_sent(timezone.now())

    def _post_of(self, mailbox: Mailbox) -> Post:
        """Return the kept connection, or a new one where the mailbox's settings have changed."""
        post = self._posts.get(mailbox.pk)
        if post is None or _way(post.mailbox) != _way(mailbox):
            if post:
                post.close()
            post = self._posts[mailbox.pk] = Post(mailbox)
        return post


class ChatOutbox:
    """Posts what leaves by chat, beside the mail."""

    name = "chat"
    rest_s = 5.0

    def work_one(self) -> bool:
        return send_next_by_chat(timezone.now())

    def waiting(self) -> int:
        return OutboundMessage.objects.waiting().by_chat().count()


def send_next_by_chat(now: datetime) -> bool:
    """Send the letter to a chat that has waited longest; False where none waits.

    Killed before the answer is noted, it is sent again with the same key, by which most platforms know it as the same.
    """
    with transaction.atomic():
        waiting = OutboundMessage.objects.ready(now).by_chat().select_related("connection", "person")
        letter = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if letter is None:
            return False
        post(letter, now)
    return True


def keep_some(now: datetime) -> int:
    """Keep the letters that have no server to leave by, many at once; return how many those were.

    A secret is left to be kept by itself, since its words have to go.
    """
    with transaction.atomic():
        waiting = OutboundMessage.objects.ready(now).by_mail().exclude(purpose=Purpose.SECRET)
        without_way = waiting.filter(Q(mailbox=None) | Q(mailbox__smtp_host=""))
        locked = without_way.select_for_update(skip_locked=True, of=("self",))
        keys = list(locked.values_list("pk", flat=True)[:MOST_KEPT_AT_ONCE])
        kept = OutboundMessage.objects.filter(pk__in=keys)
        if keys:
            kept.update(state=OutboundState.KEPT, sent_at=now, problem="")
            publish(MAIL)
    return len(keys)


def _way(mailbox: Mailbox) -> tuple[object, ...]:
    return (
        mailbox.smtp_host,
        mailbox.smtp_port,
        mailbox.smtp_security,
        mailbox.username,
        mailbox.sealed_password,
    )
