"""Drop a word into a person's letterbox: the bell always, mail where it is wanted."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from bihuan.ground.channels.models import OutboundMessage, Purpose, active_mailboxes
from bihuan.ground.notices.models import Notice, NoticeKind, Preference
from bihuan.ground.people.models import Person
from bihuan.kit.text.filling import unmarked


def tell(
    person: Person, kind: NoticeKind, *, title: str, path: str, at: datetime, text: str = "", about: str = ""
) -> Notice:
    """Tell `person`; the words come in his or her language already."""
    notice = Notice.tell(person, kind, title=title, path=path, at=at, text=text, about=about)
    if person.email and Preference.wants_mail(person, kind):
        OutboundMessage.write(
            at=at,
            mailbox=next(iter(active_mailboxes().values()), None),
            person=person,
            address=person.email,
            purpose=Purpose.NOTICE,
            about=about,
            language=person.language,
            subject=title[:300],
            text="\n\n".join(part for part in (unmarked(text), f"<{settings.SITE_URL}{path}>") if part),
        )
    return notice
