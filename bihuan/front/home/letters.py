"""The letter with which somebody who forgot the password sets a new one."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.ground.channels.models import Mailbox, OutboundMessage, Purpose
from bihuan.ground.people.models import Person
from bihuan.kit.text.filling import unmarked


def send_reset_link(email: str, at: datetime) -> None:
    """Write to each who has that address, at the address that we know, which may be spelled otherwise.

    Who only ever wrote a mail has no log-in, and gets none by asking for a new password.
    """
    for person in Person.objects.active().filter(is_light=False).by_address(email):
        with override(person.language):
            subject, text = _("A new password for the service desk"), _words(person)
        OutboundMessage.write(
            at=at,
            mailbox=Mailbox.objects.filter(is_active=True).order_by("pk").first(),
            person=person,
            address=person.email,
            purpose=Purpose.SECRET,
            language=person.language,
            subject=subject,
            text=text,
        )


def reset_link(person: Person) -> str:
    """Return the address that opens once, built from the desk's own name and never from a request's."""
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
    return f"{settings.SITE_URL}{path}"


def _words(person: Person) -> str:
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    parts = (
        _("Hello %(person)s,") % {"person": unmarked(person.name)},
        _(
            "somebody, probably you, asked for a new password for %(login)s. Set it here within %(minutes)d minutes:"
        )
        % {"login": unmarked(person.username), "minutes": minutes},
        f"<{reset_link(person)}>",
        _("If it was not you, there is nothing to do: your password stays as it is."),
    )
    return "\n\n".join(parts)
