import django.db.models.deletion
from django.db import migrations, models

from bihuan.kit.kept.watching import watched

FOUR_LEVELS = ((1, "紧急", "Critical"), (2, "高", "High"), (3, "中", "Medium"), (4, "低", "Low"))

# A cell names a level of its own scheme, and one scheme is in force, from the first that there is.
BIND = """
ALTER TABLE triage_matrixcell ADD CONSTRAINT cell_gives_a_level_of_its_scheme
    FOREIGN KEY (scheme_id, priority) REFERENCES triage_prioritylevel (scheme_id, rank) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION triage_one_scheme_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM triage_priorityscheme)
       AND NOT EXISTS (SELECT FROM triage_priorityscheme WHERE is_in_force) THEN
        RAISE EXCEPTION 'no scheme of priorities is in force'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'always_a_scheme_in_force';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER always_a_scheme_in_force AFTER INSERT OR UPDATE OR DELETE ON triage_priorityscheme
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION triage_one_scheme_in_force();
"""
LOOSEN = """
DROP TRIGGER always_a_scheme_in_force ON triage_priorityscheme;
DROP FUNCTION triage_one_scheme_in_force();
ALTER TABLE triage_matrixcell DROP CONSTRAINT cell_gives_a_level_of_its_scheme;
"""
# What waits to be checked at the end of the transaction is checked now, so that the tables may change further.
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"


def give_the_matrix_its_scheme(apps, schema_editor):
    cells = apps.get_model("triage", "MatrixCell").objects.all()
    if not cells.exists():
        return
    scheme = apps.get_model("triage", "PriorityScheme").objects.create(
        code="four-levels",
        name_zh="四级：紧急、高、中、低",
        name_en="Four levels: critical to low",
        is_in_force=True,
    )
    levels = apps.get_model("triage", "PriorityLevel").objects
    for rank, zh, en in FOUR_LEVELS:
        levels.create(scheme=scheme, rank=rank, name_zh=zh, name_en=en)
    cells.update(scheme=scheme)


def keep_the_matrix_in_force(apps, schema_editor):
    apps.get_model("triage", "MatrixCell").objects.filter(scheme__is_in_force=False).delete()


class Migration(migrations.Migration):
    """Keep several schemes of priorities, one of which is in force, and rules that raise what the matrix gives (TRI-03).

    A matrix that stands becomes that of the scheme of four levels. Locks it for a moment; on a running system a release before
    this one reads the right matrix until others are delivered.
    """

    dependencies = [
        ("catalogue", "0001_initial"),
        ("kept", "0001_initial"),
        ("people", "0001_initial"),
        ("triage", "0003_a_suggestion_says_how_much_it_matters_too"),
    ]

    operations = [
        migrations.CreateModel(
            name="PriorityScheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name_zh", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100)),
                ("is_in_force", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_in_force", True)),
                        fields=("is_in_force",),
                        name="one_scheme_in_force",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorityLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(help_text="1 the most urgent to 4, as tickets keep it"),
                ),
                ("name_zh", models.CharField(max_length=20)),
                ("name_en", models.CharField(max_length=30)),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="triage.priorityscheme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "rank"), name="one_level_a_rank"),
                    models.CheckConstraint(condition=models.Q(("rank__range", (1, 4))), name="rank_1_to_4"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name_zh", ""), _negated=True), models.Q(("name_en", ""), _negated=True)
                        ),
                        name="level_has_its_names",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorityRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("is_for_vips", models.BooleanField(default=False)),
                (
                    "at_least",
                    models.PositiveSmallIntegerField(help_text="a rank; empty: one level more", null=True),
                ),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.department",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=models.Deferrable["DEFERRED"],
                        fields=("position",),
                        name="one_rule_a_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_for_vips", True),
                            ("department__isnull", False),
                            ("category__isnull", False),
                            _connector="OR",
                        ),
                        name="a_rule_asks_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at_least", None), ("at_least__range", (1, 3)), _connector="OR"),
                        name="at_least_a_rank",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="matrixcell",
            name="scheme",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cells",
                to="triage.priorityscheme",
            ),
        ),
        migrations.RunPython(give_the_matrix_its_scheme, migrations.RunPython.noop),
        migrations.RunSQL(CHECK_NOW, reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="matrixcell", name="one_priority_a_cell"),
        migrations.AlterField(
            model_name="matrixcell",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cells",
                to="triage.priorityscheme",
            ),
        ),
        migrations.AddConstraint(
            model_name="matrixcell",
            constraint=models.UniqueConstraint(
                fields=("scheme", "impact", "urgency"), name="one_priority_a_cell"
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, reverse_sql=CHECK_NOW),
        migrations.RunPython(migrations.RunPython.noop, keep_the_matrix_in_force),
        migrations.RunSQL(BIND, reverse_sql=LOOSEN),
        watched("triage_priorityscheme"),
        watched("triage_prioritylevel"),
        watched("triage_priorityrule"),
    ]
