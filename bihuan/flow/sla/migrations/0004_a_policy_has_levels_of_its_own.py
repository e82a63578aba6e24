import django.db.models.deletion
from django.db import migrations, models


def forget_levels_of_policies(apps, schema_editor):
    apps.get_model("sla", "CallLevel").objects.exclude(policy=None).delete()


class Migration(migrations.Migration):
    """Let a policy have levels of escalation of its own.

    Locks the levels, which are few. On the way back those of policies are gone.
    """

    dependencies = [("sla", "0003_people_are_called_by_levels")]

    operations = [
        migrations.RemoveConstraint(model_name="calllevel", name="each_level_once_a_promise"),
        migrations.AddField(
            model_name="calllevel",
            name="policy",
            field=models.ForeignKey(
                help_text="empty: all that have none",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="levels",
                to="sla.policy",
            ),
        ),
        migrations.AddConstraint(
            model_name="calllevel",
            constraint=models.UniqueConstraint(
                fields=("policy", "promise", "level"),
                name="each_level_once_a_policy_promise",
                nulls_distinct=False,
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_levels_of_policies),
    ]
