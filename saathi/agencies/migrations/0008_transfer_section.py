"""Stored rights reach the new section of transfers: those of owners and of the child's team."""

from django.db import migrations

# By the numbers of that day: 4095 all sections, 3837 what a counsellor and everybody who read more
# for the team had, 3839 what a case worker writes, 3797 what a legal representative reads.
GIVE = """
UPDATE agencies_grant
   SET reads = reads | 4096,
       writes = CASE WHEN writes & 3839 = 3839 THEN writes | 4096 ELSE writes END
 WHERE kind = 'owner' AND reads & 3839 = 3839
    OR kind = 'team' AND (reads & 3837 = 3837 OR reads = 3797)
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0007_ways_of_collection")]

    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
