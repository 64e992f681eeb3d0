"""Removes the cached list of own files and the remembered check of the context."""

from django.db import migrations

# The functions belong to the warden; policies that use the list go with it and are made again
# right after the migrations (`agencies.row_security.apply`). Until then the tables show nothing.
DROP = """
DROP TRIGGER IF EXISTS access_changed_rights ON agencies_grant;
DROP TRIGGER IF EXISTS access_gone_rights ON agencies_grant;
DROP TRIGGER IF EXISTS access_no_rights ON agencies_grant;
SET LOCAL ROLE saathi_warden;
DROP FUNCTION IF EXISTS access_own_files() CASCADE;
DROP FUNCTION IF EXISTS access_seats(uuid);
DROP FUNCTION IF EXISTS access_make_own_files(uuid);
DROP FUNCTION IF EXISTS access_whose_own_files();
DROP FUNCTION IF EXISTS access_leave_own_files();
DROP FUNCTION IF EXISTS access_sees_what_is_committed();
SET LOCAL ROLE saathi_owner;
DROP SEQUENCE IF EXISTS access_context_checked;
"""
MAKE = "CREATE UNLOGGED SEQUENCE access_context_checked MINVALUE -9223372036854775808 START 1"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0024_access_setting")]
    operations = [migrations.RunSQL(DROP, MAKE), migrations.DeleteModel(name="OwnFiles")]
