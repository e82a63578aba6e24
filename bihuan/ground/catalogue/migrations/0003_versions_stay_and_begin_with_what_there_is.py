from django.db import migrations

REFUSE = """
CREATE FUNCTION catalogue_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the versions of the catalogue are append-only';
END $$;

CREATE TRIGGER catalogue_versions_stay BEFORE UPDATE OR DELETE ON catalogue_categoryversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse_rewriting();
"""

ALLOW = """
DROP TRIGGER catalogue_versions_stay ON catalogue_categoryversion;
DROP FUNCTION catalogue_refuse_rewriting();
"""

FIRST_ONES = """
INSERT INTO catalogue_categoryversion (category_id, number, content)
SELECT c.id, 1, jsonb_build_object(
    'fields', coalesce((
        SELECT jsonb_agg(to_jsonb(f) - '{id,category_id,position}'::text[] ORDER BY f.position)
        FROM catalogue_formfield f WHERE f.category_id = c.id), '[]'),
    'steps', coalesce((
        SELECT jsonb_agg(to_jsonb(s) - '{id,category_id,position}'::text[] ORDER BY s.position)
        FROM catalogue_checkstep s WHERE s.category_id = c.id), '[]'))
FROM catalogue_category c WHERE c.team_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    """Keep what each category asks today as its first version, and let the database keep versions as they were written.

    Locks the new table for a moment; safe on a running system.
    """

    dependencies = [
        ("catalogue", "0002_what_a_category_asks_is_kept_in_versions"),
    ]

    operations = [
        migrations.RunSQL(FIRST_ONES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE, reverse_sql=ALLOW),
    ]
