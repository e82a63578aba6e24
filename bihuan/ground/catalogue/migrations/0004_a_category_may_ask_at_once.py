from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a category ask with the receipt for what it requires (REC-07). A column with a default; safe on a running
    system.
    """

    dependencies = [("catalogue", "0003_versions_stay_and_begin_with_what_there_is")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="asks_at_once",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="the receipt asks for what the form requires and nobody said",
            ),
        ),
    ]
