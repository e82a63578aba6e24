from django.urls import path

from bihuan.front.ops.views import chats, mail, settings, watching

urlpatterns = [
    path("healthz", watching.health, name="health"),
    path("metrics", watching.show_metrics, name="metrics"),
    path("desk/mail", mail.mail, name="mail"),
    path("desk/mail/boxes/<slug:box>", mail.mail, name="mail-box"),
    path("desk/mail/messages/<int:pk>", mail.message, name="mail-message"),
    path("desk/mail/messages/<int:pk>/raw", mail.raw, name="mail-raw"),
    path("desk/mail/messages/<int:pk>/retry", mail.retry, name="mail-retry"),
    path("desk/mail/messages/<int:pk>/discard", mail.discard, name="mail-discard"),
    path("desk/mail/letters/<int:pk>", mail.letter, name="mail-letter"),
    path("desk/mail/letters/<int:pk>/frame", mail.letter_frame, name="mail-letter-frame"),
    path("desk/mail/letters/<int:pk>/again", mail.send_again, name="mail-send-again"),
    path("desk/settings", settings.settings, name="settings"),
    path("desk/settings/mailboxes/new", settings.mailbox_new, name="mailbox-new"),
    path("desk/settings/mailboxes/<int:pk>", settings.mailbox, name="mailbox"),
    path("desk/settings/mailboxes/<int:pk>/removal", settings.mailbox_removal, name="mailbox-removal"),
    path("desk/settings/chats", chats.connections, name="chat-connections"),
    path("desk/settings/chats/new/<slug:platform>", chats.connection_new, name="chat-new"),
    path("desk/settings/chats/<int:pk>", chats.connection, name="chat-connection"),
    path("desk/settings/health", settings.health, name="desk-health"),
    path("desk/settings/record", settings.record, name="desk-record"),
]
