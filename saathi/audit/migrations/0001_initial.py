"""The log's tables, written as SQL: Django cannot say partitions, xid8 or append-only triggers."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

import saathi.audit.models

LOG = (Path(__file__).parent.parent / "sql" / "log.sql").read_text(encoding="utf-8")

UNDO = """
DROP TABLE audit_entry, audit_batch;
DROP FUNCTION audit_ensure_partitions(integer), audit_protect_partition(regclass),
  audit_refuse_change(), audit_xid(), audit_horizon(), audit_next(), audit_xid_offset();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(LOG, UNDO)],
            state_operations=[
                migrations.CreateModel(
                    name="AuditEntry",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "id", "at", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField()),
                        ("at", models.DateTimeField()),
                        ("xid", saathi.audit.models.TransactionNumberField()),
                        ("kind", models.TextField()),
                        ("by", models.UUIDField(null=True)),
                        ("agency", models.UUIDField(null=True)),
                        ("file_id", models.UUIDField(null=True)),
                        (
                            "objects_seen",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), db_column="objects", size=None
                            ),
                        ),
                        ("purpose", models.TextField()),
                        ("request", models.UUIDField(null=True)),
                        ("detail", models.JSONField(null=True)),
                    ],
                    options={"db_table": "audit_entry", "managed": False},
                ),
                migrations.CreateModel(
                    name="AuditBatch",
                    fields=[
                        ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("xid_from", saathi.audit.models.TransactionNumberField()),
                        ("xid_to", saathi.audit.models.TransactionNumberField()),
                        ("first_leaf", models.BigIntegerField()),
                        ("count", models.IntegerField()),
                        (
                            "entry_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), size=None
                            ),
                        ),
                        ("leaf_hashes", models.BinaryField()),
                        ("batch_root", models.BinaryField()),
                        ("tree_size", models.BigIntegerField()),
                        ("root", models.BinaryField()),
                        ("previous_root", models.BinaryField()),
                        ("peaks", models.BinaryField()),
                        ("sealed_at", models.DateTimeField()),
                        ("key_id", models.TextField()),
                        ("signature", models.BinaryField()),
                        (
                            "pending",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), null=True, size=None
                            ),
                        ),
                        ("part", models.TextField(default="")),
                    ],
                    options={"db_table": "audit_batch", "managed": False},
                ),
            ],
        ),
    ]
