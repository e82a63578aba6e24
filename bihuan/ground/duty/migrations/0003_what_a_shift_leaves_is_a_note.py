from django.db import migrations, models


class Migration(migrations.Migration):
    """Call what one shift leaves to the next a note (DIS-04): the table stays where it is, with all that is in it."""

    dependencies = [("duty", "0002_patterns_changes_swaps_and_hand_overs")]

    operations = [
        migrations.AlterModelTable(name="HandOver", table="duty_handover"),
        migrations.RenameModel(old_name="HandOver", new_name="ShiftNote"),
        migrations.AlterField(
            model_name="shiftnote",
            name="team",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE, related_name="shift_notes", to="people.team"
            ),
        ),
    ]
