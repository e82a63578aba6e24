import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Say of a reply on a joined ticket that it came with one on the parent (TRI-06). A column that may be empty; safe on a
    running system, but for checking the rows of the table once.
    """

    dependencies = [("tickets", "0010_a_ticket_may_come_by_chat")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="came_with",
            field=models.ForeignKey(
                db_index=False,
                help_text="the reply on the parent ticket from which it was passed on",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="passed_on",
                to="tickets.entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("came_with__isnull", False)),
                fields=("came_with", "ticket"),
                name="a_reply_is_passed_on_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_with", None), ("kind", "reply"), _connector="OR"),
                name="replies_alone_are_passed_on",
            ),
        ),
    ]
