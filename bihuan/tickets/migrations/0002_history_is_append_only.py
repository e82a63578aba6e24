from django.db import migrations

REFUSE = """
CREATE FUNCTION tickets_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of tickets is append-only';
END $$;

CREATE TRIGGER tickets_history_stays BEFORE UPDATE OR DELETE ON tickets_ticketevent
    FOR EACH ROW EXECUTE FUNCTION tickets_refuse_rewriting();

CREATE TRIGGER tickets_history_is_not_emptied BEFORE TRUNCATE ON tickets_ticketevent
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_refuse_rewriting();
"""

ALLOW = """
DROP TRIGGER tickets_history_is_not_emptied ON tickets_ticketevent;
DROP TRIGGER tickets_history_stays ON tickets_ticketevent;
DROP FUNCTION tickets_refuse_rewriting();
"""


class Migration(migrations.Migration):
    """Let the database itself keep the history as it was written (REC-08).

    Locks tickets_ticketevent for a moment; safe on a running system.
    """

    dependencies = [("tickets", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, reverse_sql=ALLOW)]
