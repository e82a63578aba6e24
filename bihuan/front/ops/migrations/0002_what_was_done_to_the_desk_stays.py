from django.db import migrations

REFUSE = """
CREATE FUNCTION ops_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done to the desk is append-only';
END $$;

CREATE TRIGGER ops_deskevent_stays BEFORE UPDATE OR DELETE ON ops_deskevent
    FOR EACH ROW EXECUTE FUNCTION ops_refuse_rewriting();
"""

ALLOW = """
DROP TRIGGER ops_deskevent_stays ON ops_deskevent;
DROP FUNCTION ops_refuse_rewriting();
"""


class Migration(migrations.Migration):
    """Let the database itself keep what was done to the desk as it was written.

    Locks ops_deskevent for a moment; safe on a running system.
    """

    dependencies = [("ops", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, reverse_sql=ALLOW)]
