from django.db import migrations


class Migration(migrations.Migration):
    """Draw article numbers from a sequence. Locks nothing."""

    dependencies = [("knowledge", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE knowledge_number", reverse_sql="DROP SEQUENCE knowledge_number"),
    ]
