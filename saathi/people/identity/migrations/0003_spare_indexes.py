"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0002_background'),
        ('people', '0003_spare_indexes'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='background',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='background', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='culture',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='culture', to='people.child'),
        ),
    ]
