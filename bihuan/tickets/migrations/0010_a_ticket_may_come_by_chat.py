from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a ticket come by the platforms on which people chat (INT-04).

    Reads all tickets once to see that their channels are known ones; the table is locked meanwhile.
    """

    dependencies = [("tickets", "0009_tickets_come_from_monitoring")]

    operations = [
        migrations.RemoveConstraint(
            model_name="ticket",
            name="ticket_channel_known",
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        ["phone", "email", "portal", "monitoring", "wecom", "dingtalk", "feishu", "slack"],
                    )
                ),
                name="ticket_channel_known",
            ),
        ),
    ]
