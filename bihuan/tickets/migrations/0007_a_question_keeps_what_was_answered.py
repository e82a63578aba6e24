import django.db.models.deletion
from django.db import migrations, models

# Of several that are open for the same field the last one stands.
CLOSE_THE_OLDER = """
UPDATE tickets_question AS older
SET answered_at = newer.asked_at
FROM tickets_question AS newer
WHERE newer.ticket_id = older.ticket_id
  AND newer.key = older.key
  AND newer.id > older.id
  AND newer.answered_at IS NULL
  AND older.answered_at IS NULL
"""


class Migration(migrations.Migration):
    """Keep with a question what was answered, in which message, and what became of it (REC-07).

    Columns with defaults; the unique index is built over open questions alone, which are few.
    """

    dependencies = [("tickets", "0006_the_same_fault_is_reported_once")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="said",
            field=models.TextField(
                blank=True, db_default="", default="", help_text="the answer in the person's own words"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="became",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            model_name="question",
            name="entry",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.entry",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="heard",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="messages of the person since, in which no answer was plain to see",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("became__in", ["", "filled", "unfit", "kept", "left"])),
                name="question_became_known",
            ),
        ),
        migrations.RunSQL(CLOSE_THE_OLDER, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)),
                fields=("ticket", "key"),
                name="one_open_question_a_field",
            ),
        ),
    ]
