from django.db import migrations, models

from bihuan.kit.kept.watching import watched


class Migration(migrations.Migration):
    """Let it be decided from how many reports on a fault is a department's or the company's (TRI-06). A new table."""

    dependencies = [("triage", "0004_priorities_have_schemes_and_rules"), ("kept", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ReporterThresholds",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("department", models.PositiveSmallIntegerField()),
                ("company", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_pair_of_thresholds"),
                    models.CheckConstraint(
                        condition=models.Q(("company__gt", models.F("department")), ("department__gte", 2)),
                        name="thresholds_rise_from_two",
                    ),
                ],
            },
        ),
        watched("triage_reporterthresholds"),
    ]
