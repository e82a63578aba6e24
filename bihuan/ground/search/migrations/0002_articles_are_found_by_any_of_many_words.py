import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """Give the articles among what can be found an index of their own (KNO-02).

    Reads the table once and holds up whoever writes to it meanwhile: seconds for a million tickets.
    """

    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="searchdoc",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("kind", "article")), fields=["tokens"], name="doc_tokens_of_articles"
            ),
        ),
    ]
