"""PostgreSQL's statistics of a column hold some of its values: of wrapped keys it keeps none.

Else a key that was destroyed would live on there until the table is analysed again.
"""

from django.db import migrations

NONE = """
ALTER TABLE vault_key ALTER COLUMN wrapped SET STATISTICS 0;
-- To the type it has: rewrites nothing, and drops the statistics that were gathered before.
ALTER TABLE vault_key ALTER COLUMN wrapped TYPE bytea;
"""
AGAIN = "ALTER TABLE vault_key ALTER COLUMN wrapped SET STATISTICS -1"


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_exchange")]
    operations = [migrations.RunSQL(NONE, AGAIN)]
