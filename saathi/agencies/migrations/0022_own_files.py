"""The files that each member of staff works on, and an index by whom files are hidden from."""

import django.contrib.postgres.fields
from django.db import migrations, models

import saathi.infra.clock

# Read whole for each table of a statement: 400 ids lie in the row itself, neither packed nor elsewhere.
IN_THE_ROW = "ALTER TABLE agencies_ownfiles ALTER COLUMN files SET STORAGE PLAIN"

# Made with the functions, after all migrations; they go before the table does.
NO_TRIGGERS = """
DROP TRIGGER IF EXISTS access_changed_rights ON agencies_grant;
DROP TRIGGER IF EXISTS access_gone_rights ON agencies_grant;
DROP TRIGGER IF EXISTS access_no_rights ON agencies_grant;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0021_context_checked")]
    operations = [
        migrations.AddIndex(
            model_name="hidden",
            index=models.Index(fields=["principal"], name="agencies_hidden_from"),
        ),
        migrations.CreateModel(
            name="OwnFiles",
            fields=[
                ("staff", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("files", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("made_at", models.DateTimeField(default=saathi.infra.clock.now)),
            ],
        ),
        migrations.RunSQL(IN_THE_ROW, NO_TRIGGERS),
    ]
