import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.kept.watching import watched


def forget_further_calls(apps, schema_editor):
    apps.get_model("sla", "Alarm").objects.filter(turn__gt=1).delete()
    apps.get_model("sla", "Alarm").objects.filter(level__gt=2).delete()


class Migration(migrations.Migration):
    """Let levels of escalation be rows, each with who is called and how often, and let somebody acknowledge a call.

    Locks alarms for as long as it takes to read them once.
    """

    dependencies = [
        ("sla", "0002_policies_choose_targets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CallLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("promise", models.CharField(blank=True, max_length=20)),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "after",
                    models.DurationField(
                        default=datetime.timedelta(0), help_text="working time after the due time"
                    ),
                ),
                (
                    "calls",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                (
                    "repeat_every",
                    models.DurationField(help_text="until somebody acknowledges; empty: once", null=True),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="alarm",
            name="each_level_once_a_clock",
        ),
        migrations.RemoveConstraint(
            model_name="alarm",
            name="alarm_level_known",
        ),
        migrations.AddField(
            model_name="alarm",
            name="turn",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(
                fields=("clock", "level", "turn"), name="each_turn_of_a_level_once_a_clock"
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (1, 6)), ("turn__gte", 1)), name="alarm_level_in_range"
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="clock",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="acknowledgements", to="sla.clock"
            ),
        ),
        migrations.AddConstraint(
            model_name="calllevel",
            constraint=models.UniqueConstraint(fields=("promise", "level"), name="each_level_once_a_promise"),
        ),
        migrations.AddConstraint(
            model_name="calllevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (1, 6))), name="call_level_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="calllevel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("after__gte", datetime.timedelta(0)),
                    models.Q(("level__gt", 2), ("after", datetime.timedelta(0)), _connector="OR"),
                ),
                name="the_first_two_levels_have_their_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="calllevel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("repeat_every", None),
                    ("repeat_every__gte", datetime.timedelta(seconds=60)),
                    _connector="OR",
                ),
                name="calls_repeat_by_the_minute",
            ),
        ),
        migrations.AddConstraint(
            model_name="calllevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("calls", []), _negated=True), name="each_level_calls_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="quiethours",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="quiet_hours_once"),
        ),
        migrations.AddConstraint(
            model_name="quiethours",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts", models.F("ends")), _negated=True), name="quiet_hours_last"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_further_calls),
        watched("sla_calllevel"),
        watched("sla_quiethours"),
    ]
