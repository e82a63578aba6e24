from django.db import migrations, models

COUNT = """
CREATE SEQUENCE kept_number;

CREATE FUNCTION kept_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kept_tablestate (name, number) VALUES (TG_TABLE_NAME, nextval('kept_number'))
        ON CONFLICT (name) DO UPDATE SET number = nextval('kept_number');
    RETURN NULL;
END $$;
"""

FORGET = """
DROP FUNCTION kept_note_change();
DROP SEQUENCE kept_number;
"""


class Migration(migrations.Migration):
    """Count the changes of tables of settings, so that processes may keep what they read there.

    A new table; safe on a running system.
    """

    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="TableState",
            fields=[
                ("name", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(COUNT, reverse_sql=FORGET),
    ]
