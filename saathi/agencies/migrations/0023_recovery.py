"""The server that the database is declared for: a recovered or promoted one must be declared anew."""

from django.db import migrations

# A function, not a table: it is copied by no backup of rows, and only the owner can replace it.
DECLARE = """
DO $$ BEGIN
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION recovery_declared() RETURNS text LANGUAGE sql IMMUTABLE '
        'PARALLEL SAFE RETURN %L::text',
        (SELECT system_identifier::text FROM pg_control_system())
        || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0022_own_files")]
    operations = [migrations.RunSQL(DECLARE, "DROP FUNCTION recovery_declared()")]
