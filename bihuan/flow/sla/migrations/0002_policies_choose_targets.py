import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.kept.watching import watched

USUAL = {"name_zh": "通用承诺", "name_en": "Usual promises"}
NEW = ["workaround", "update", "handover", "vendor"]


def give_targets_to_the_usual_policy(apps, schema_editor):
    targets = apps.get_model("sla", "Target").objects
    if targets.exists():
        policy, _ = apps.get_model("sla", "Policy").objects.get_or_create(code="usual", defaults=USUAL)
        targets.update(policy=policy)


def take_away_what_is_new(apps, schema_editor):
    apps.get_model("sla", "Alarm").objects.filter(clock__promise__in=NEW).delete()
    apps.get_model("sla", "Clock").objects.filter(promise__in=NEW).delete()
    targets = apps.get_model("sla", "Target").objects
    targets.filter(promise__in=NEW).delete()
    targets.exclude(policy__code="usual").delete()
    targets.filter(promise="first_contact").delete()


class Migration(migrations.Migration):
    """Let policies choose the targets, and let the desk promise more; the targets so far are the usual policy's.

    Locks clocks for as long as it takes to read them once, to check what they promise.
    """

    dependencies = [
        ("calendars", "0001_initial"),
        ("kept", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("people", "0001_initial"),
        ("sla", "0001_initial"),
        ("tickets", "0004_each_queue_has_its_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="of one that was delivered", max_length=40, null=True, unique=True
                    ),
                ),
                ("name_zh", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100)),
                (
                    "position",
                    models.PositiveSmallIntegerField(help_text="empty: after all others", null=True),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "priorities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        help_text="empty: any",
                        size=None,
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        default=list,
                        help_text="empty: any",
                        size=None,
                    ),
                ),
                ("is_for_vips", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="clock",
            name="clock_promise_known",
        ),
        migrations.RemoveConstraint(
            model_name="target",
            name="one_target_a_promise_and_priority",
        ),
        migrations.RemoveConstraint(
            model_name="target",
            name="target_promise_known",
        ),
        migrations.AddField(
            model_name="target",
            name="first_after",
            field=models.DurationField(
                default=datetime.timedelta(0),
                help_text="of updates: none is owed sooner after the ticket was filed",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="category",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.category",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="department",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.department",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="policy",
            field=models.ForeignKey(
                db_index=False,
                help_text="empty: the channel's",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sla.policy",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="policy",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="targets",
                to="sla.policy",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "promise__in",
                        [
                            "first_contact",
                            "acceptance",
                            "resolution",
                            "workaround",
                            "update",
                            "handover",
                            "vendor",
                        ],
                    )
                ),
                name="clock_promise_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                fields=("policy", "promise", "priority"), name="one_target_a_policy_promise_priority"
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_after__gte", datetime.timedelta(0))),
                name="first_after_not_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "promise__in",
                        [
                            "first_contact",
                            "acceptance",
                            "resolution",
                            "workaround",
                            "update",
                            "handover",
                            "vendor",
                        ],
                    )
                ),
                name="target_promise_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(
                deferrable=models.Deferrable.DEFERRED, fields=("position",), name="one_policy_a_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", "usual"), _negated=True),
                    models.Q(
                        ("category", None),
                        ("channels", []),
                        ("department", None),
                        ("is_active", True),
                        ("is_for_vips", False),
                        ("person", None),
                        ("position", None),
                        ("priorities", []),
                    ),
                    _connector="OR",
                ),
                name="the_usual_policy_is_for_all",
            ),
        ),
        migrations.RunPython(give_targets_to_the_usual_policy, take_away_what_is_new),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.AlterField(
            model_name="target",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="sla.policy"
            ),
        ),
        watched("sla_policy"),
        watched("people_department"),
    ]
