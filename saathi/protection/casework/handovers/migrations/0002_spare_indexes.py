"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0017_spare_indexes'),
        ('handovers', '0001_over_the_years'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='handover',
            name='from_office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.office'),
        ),
        DropForeignKeyIndex(
            model_name='handover',
            name='to_office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.office'),
        ),
    ]
