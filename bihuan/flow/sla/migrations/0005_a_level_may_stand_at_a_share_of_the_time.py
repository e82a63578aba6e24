import datetime

from django.db import migrations, models
from django.db.models import Q


def forget_shares(apps, schema_editor):
    apps.get_model("sla", "Alarm").objects.exclude(share=None).delete()
    levels = apps.get_model("sla", "CallLevel")
    promises = levels.objects.exclude(share=None).values_list("policy", "promise").distinct()
    for policy, promise in list(promises):
        ladder = levels.objects.filter(policy=policy, promise=promise)
        first = min(ladder.exclude(share=None).values_list("level", flat=True))
        ladder.filter(level__gte=first).delete()


class Migration(migrations.Migration):
    """Let a level of escalation stand before the due time, at a share of the time allowed.

    Adds empty columns, and builds the unique index of the alarms anew, which holds up the sweep meanwhile. On the way
    back such levels are gone, with those above them, since levels have no gaps.
    """

    dependencies = [("sla", "0004_a_policy_has_levels_of_its_own")]

    operations = [
        migrations.AddField(
            model_name="calllevel",
            name="share",
            field=models.PositiveSmallIntegerField(
                null=True,
                help_text="before the due time, at so many percent of the time allowed; empty: after it",
            ),
        ),
        migrations.AddConstraint(
            model_name="calllevel",
            constraint=models.CheckConstraint(
                condition=Q(share=None) | Q(share__range=(1, 99), level__gt=2, after=datetime.timedelta()),
                name="a_share_stands_for_the_time_after",
            ),
        ),
        migrations.RemoveConstraint(model_name="alarm", name="each_turn_of_a_level_once_a_clock"),
        migrations.AddField(
            model_name="alarm",
            name="share",
            field=models.PositiveSmallIntegerField(
                null=True,
                help_text="in percent of the time allowed, of a level that stands before the due time",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(
                fields=("clock", "level", "turn", "share"),
                nulls_distinct=False,
                name="each_turn_of_a_level_once_a_clock",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_shares),
    ]
