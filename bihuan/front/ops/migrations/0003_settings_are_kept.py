from django.db import migrations

from bihuan.kit.kept.watching import watched


class Migration(migrations.Migration):
    """Watch the tables of settings that the way from a message to a ticket reads, so that they can be kept in memory.

    Locks each table for a moment; safe on a running system.
    """

    dependencies = [
        ("calendars", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("channels", "0001_initial"),
        ("duty", "0001_initial"),
        ("kept", "0001_initial"),
        ("notices", "0001_initial"),
        ("ops", "0002_what_was_done_to_the_desk_stays"),
        ("people", "0001_initial"),
        ("sla", "0001_initial"),
        ("tickets", "0001_initial"),
        ("triage", "0001_initial"),
    ]

    operations = [
        watched("calendars_calendar"),
        watched("calendars_region"),
        watched("catalogue_category"),
        watched("catalogue_category_skills"),
        watched("catalogue_formfield"),
        watched("catalogue_replytemplate"),
        watched("channels_channel"),
        # How far a mailbox was read is written down with each fetch and no setting.
        watched("channels_mailbox", "address", "name_zh", "name_en", "is_active"),
        watched("duty_absence"),
        watched("duty_rota"),
        watched("notices_preference"),
        watched("people_mastery"),
        watched("people_team"),
        watched("sla_target"),
        watched("tickets_daybegan"),
        watched("tickets_numbering"),
        watched("triage_hintword"),
        watched("triage_matrixcell"),
    ]
