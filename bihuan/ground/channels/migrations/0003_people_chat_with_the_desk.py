import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.kept.watching import watched


class Migration(migrations.Migration):
    """Let people reach the desk by chat: connections to the platforms, and whom each account belongs to (INT-04).

    Reads the messages and letters once to see that their channels are known ones, and builds three indexes over rows
    of which there are none yet; both tables are locked meanwhile.
    """

    dependencies = [
        ("calendars", "0003_a_version_is_a_number_that_is_never_used_again"),
        ("channels", "0002_monitoring_reports_alerts"),
        ("files", "0001_initial"),
        ("kept", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChatAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=200)),
                ("met_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ChatConnection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("platform", models.CharField(max_length=10)),
                (
                    "name",
                    models.CharField(
                        help_text="for people here, such as `IT helper, head office`", max_length=100
                    ),
                ),
                ("door", models.CharField(editable=False, max_length=40, unique=True)),
                (
                    "facts",
                    models.JSONField(
                        default=dict, help_text="what may be seen: company, application; name → value"
                    ),
                ),
                ("sealed_secrets", models.TextField(blank=True, editable=False)),
                (
                    "address",
                    models.CharField(
                        blank=True, help_text="of a private edition; empty: the public one", max_length=200
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("sealed_pass", models.TextField(blank=True, editable=False)),
                ("pass_until", models.DateTimeField(editable=False, null=True)),
                ("refused_at", models.DateTimeField(editable=False, null=True)),
                ("refused_why", models.CharField(blank=True, editable=False, max_length=100)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="channel",
            name="channel_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="inboundmessage",
            name="inbound_channel_known",
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="instead_of",
            field=models.OneToOneField(
                help_text="the one that could not be delivered another way",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replacement",
                to="channels.outboundmessage",
            ),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="buttons",
            field=models.JSONField(
                help_text="[[words, action]]; shown where a chat can show them", null=True
            ),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="remote_id",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="what the chat platform calls it",
                max_length=200,
            ),
        ),
        migrations.AlterField(
            model_name="inboundmessage",
            name="digest",
            field=models.CharField(
                help_text="SHA-256 of the raw bytes, or of what the platform calls it: the same message is kept once",
                max_length=64,
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["phone", "email", "portal", "monitoring", "wecom", "dingtalk", "feishu", "slack"],
                    )
                ),
                name="channel_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="chataccount",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chat_accounts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="chatconnection",
            constraint=models.CheckConstraint(
                condition=models.Q(("platform__in", ["wecom", "dingtalk", "feishu", "slack"])),
                name="connection_platform_known",
            ),
        ),
        migrations.AddField(
            model_name="chataccount",
            name="connection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="channels.chatconnection",
            ),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="connection",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="channels.chatconnection",
            ),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="connection",
            field=models.ForeignKey(
                help_text="it leaves by this chat, and `address` is an account there",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="channels.chatconnection",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("connection", None), _negated=True),
                fields=["connection", "-id"],
                name="inbound_by_connection",
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                condition=models.Q(("connection", None), _negated=True),
                fields=["connection", "address", "-sent_at"],
                name="outbound_by_connection",
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                condition=models.Q(("remote_id", ""), _negated=True),
                fields=["connection", "remote_id"],
                name="outbound_by_remote_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        ["phone", "email", "portal", "monitoring", "wecom", "dingtalk", "feishu", "slack"],
                    )
                ),
                name="inbound_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboundmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("mailbox", None), ("connection", None), _connector="OR"),
                name="outbound_goes_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="chataccount",
            constraint=models.UniqueConstraint(
                fields=("connection", "account"), name="each_chat_account_once"
            ),
        ),
        watched(
            "channels_chatconnection",
            *("platform", "name", "door", "facts", "sealed_secrets", "address", "is_active"),
        ),
    ]
