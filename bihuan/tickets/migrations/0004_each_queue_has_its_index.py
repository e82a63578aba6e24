from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Let what is on hold, to be closed, over, or has news be found without reading what is not.

    Locks nothing; on a desk with a million tickets it takes some seconds.
    """

    atomic = False

    dependencies = [("tickets", "0003_numbers_run_on")]

    operations = [
        RemoveIndexConcurrently(
            model_name="ticket",
            name="ticket_with_news",
        ),
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("news_since__isnull", False)),
                fields=["handler", "team"],
                name="ticket_news_of",
            ),
        ),
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["-id"],
                name="ticket_waiting",
            ),
        ),
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "resolved",
                            "confirmed",
                        ],
                    )
                ),
                fields=["-id"],
                name="ticket_to_close",
            ),
        ),
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        frozenset(
                            [
                                "closed",
                                "turned_away",
                                "withdrawn",
                            ]
                        ),
                    )
                ),
                fields=["-id"],
                name="ticket_over",
            ),
        ),
    ]
