"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0001_orders'),
        ('people', '0003_spare_indexes'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='brokensafeguard',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='broken_safeguards', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='countedlimit',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='limits', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='order',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='statusdecision',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='status_decisions', to='people.child'),
        ),
    ]
