from django.db import migrations


class Migration(migrations.Migration):
    """Draw ticket numbers from a sequence, so that no filing waits for another. Locks nothing."""

    dependencies = [("tickets", "0002_history_is_append_only")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE tickets_number", reverse_sql="DROP SEQUENCE tickets_number"),
    ]
