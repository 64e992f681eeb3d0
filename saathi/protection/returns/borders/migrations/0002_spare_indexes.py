"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('borders', '0001_initial'),
        ('people', '0003_spare_indexes'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='askedabroad',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.child'),
        ),
    ]
