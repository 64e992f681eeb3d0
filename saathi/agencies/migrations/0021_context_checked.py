"""Where a session remembers which context it checked: set and read by the warden's functions alone."""

from django.db import migrations

# Unlogged: what it holds is of one session. Any 64 bits, so it may be negative.
MAKE = "CREATE UNLOGGED SEQUENCE access_context_checked MINVALUE -9223372036854775808 START 1"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0020_grants_by_hash")]
    operations = [migrations.RunSQL(MAKE, "DROP SEQUENCE access_context_checked")]
