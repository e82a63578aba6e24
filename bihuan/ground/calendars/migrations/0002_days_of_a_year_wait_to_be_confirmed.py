import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KNOWN = """
UPDATE calendars_region SET confirmed_until = coalesce(
    (SELECT max(year) FROM calendars_regionyear
     WHERE region_id = calendars_region.id AND state = 'confirmed'), 0)
"""


class Migration(migrations.Migration):
    """Keep the days that somebody brings in beside those that hold, until a person confirms them (SLA-03).

    Writes each region once: there are a handful. Safe on a running system.
    """

    dependencies = [
        ("calendars", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="region",
            name="confirmed_until",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="last confirmed year, written down so that whoever has the region need not ask",
            ),
        ),
        migrations.CreateModel(
            name="YearDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.JSONField(help_text='[["2026-10-01", "off", "国庆节", "National Day"], …]')),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="what was read, so that it is checked anew when it is looked at"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "year",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="calendars.regionyear",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(KNOWN, reverse_sql=migrations.RunSQL.noop),
    ]
