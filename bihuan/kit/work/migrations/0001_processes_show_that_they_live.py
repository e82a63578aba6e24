from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep the last sign of life of each process that works unseen, so that /healthz can miss one.

    A new table; safe on a running system.
    """

    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                (
                    "at",
                    models.DateTimeField(
                        help_text="of the last beat; null while the first is still awaited", null=True
                    ),
                ),
            ],
        ),
    ]
