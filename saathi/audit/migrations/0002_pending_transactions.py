"""A batch lists the transactions that were open when it was sealed, and may list them alone.

Batches sealed by an earlier version keep NULL there: nothing was open below their end.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

DO = """
ALTER TABLE audit_batch
  ADD COLUMN pending bigint[],
  DROP CONSTRAINT audit_batch_check,
  DROP CONSTRAINT audit_batch_count_check,
  ADD CONSTRAINT audit_batch_check CHECK (xid_to >= xid_from AND tree_size = first_leaf + count),
  ADD CONSTRAINT audit_batch_count_check CHECK (count >= 0);
"""
UNDO = """
ALTER TABLE audit_batch
  DROP COLUMN pending,
  DROP CONSTRAINT audit_batch_check,
  DROP CONSTRAINT audit_batch_count_check,
  ADD CONSTRAINT audit_batch_check CHECK (xid_to > xid_from AND tree_size = first_leaf + count),
  ADD CONSTRAINT audit_batch_count_check CHECK (count > 0);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DO, UNDO)],
            state_operations=[
                migrations.AddField(
                    model_name="auditbatch",
                    name="pending",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), null=True, size=None
                    ),
                ),
            ],
        ),
    ]
