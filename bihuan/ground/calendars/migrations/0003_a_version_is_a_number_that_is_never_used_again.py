import django.db.models.expressions
from django.db import migrations, models

COUNT = "CREATE SEQUENCE calendars_number;"
GO_ON = """
SELECT setval('calendars_number', max(version)) FROM (
    SELECT version FROM calendars_calendar UNION ALL SELECT version FROM calendars_region UNION ALL SELECT 1
) was;
"""
STOP = "DROP SEQUENCE calendars_number;"


class Migration(migrations.Migration):
    """Number the states of calendars and regions from one count that goes on when the tables are emptied.

    Rewrites two small tables; safe on a running system.
    """

    dependencies = [("calendars", "0002_days_of_a_year_wait_to_be_confirmed")]

    operations = [
        migrations.RunSQL(COUNT, reverse_sql=STOP),
        migrations.RunSQL(GO_ON, reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="region",
            name="version",
            field=models.BigIntegerField(
                db_default=django.db.models.expressions.Func(
                    models.Value("calendars_number"), function="nextval"
                ),
                help_text="another one with each change of its days",
            ),
        ),
        migrations.AlterField(
            model_name="calendar",
            name="version",
            field=models.BigIntegerField(
                db_default=django.db.models.expressions.Func(
                    models.Value("calendars_number"), function="nextval"
                ),
                help_text="another one with each change of its hours or days",
            ),
        ),
    ]
