from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a ticket come by the platforms on which people chat (INT-04).

    Reads all tickets once to see that their channels are known ones; the table is locked meanwhile.
    """

    dependencies = [("tickets", "0006_the_same_fault_is_reported_once")]

    operations = [
        migrations.RemoveConstraint(
            model_name="ticket",
            name="ticket_channel_known",
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["phone", "email", "portal", "wecom", "dingtalk", "feishu", "slack"])
                ),
                name="ticket_channel_known",
            ),
        ),
    ]
