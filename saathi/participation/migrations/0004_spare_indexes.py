"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0003_themes'),
        ('people', '0003_spare_indexes'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='explanation',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='reader',
            name='statement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='readers', to='participation.statement'),
        ),
        DropForeignKeyIndex(
            model_name='statement',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='themes',
            name='statement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='themes', to='participation.statement'),
        ),
    ]
