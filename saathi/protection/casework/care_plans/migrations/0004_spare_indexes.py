"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('care_plans', '0003_over_the_years'),
        ('cases', '0008_spare_indexes'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='plan',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='cases.case'),
        ),
    ]
