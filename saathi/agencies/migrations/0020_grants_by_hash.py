"""The grants of a file are found by hash."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0019_texts_that_wait'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='grant',
            index=django.contrib.postgres.indexes.HashIndex(fields=['file'], name='agencies_grant_by_file'),
        ),
        DropForeignKeyIndex(
            model_name='grant',
            name='file',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='agencies.file'),
        ),
    ]
