"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_spare_indexes'),
        ('trafficking', '0003_legs_with_acts'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='episode',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='episodes', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='leg',
            name='episode',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='trafficking.episode'),
        ),
    ]
