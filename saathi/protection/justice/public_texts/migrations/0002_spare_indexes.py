"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_spare_indexes'),
        ('public_texts', '0001_public_texts'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='publictext',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='public_texts', to='people.child'),
        ),
    ]
