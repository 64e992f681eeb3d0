"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0002_moving_safely'),
        ('people', '0003_spare_indexes'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='accompaniment',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='accompaniments', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='consent',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='decision',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='guardian',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='guardians', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='information',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='information', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='othersview',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='views_of_others', to='people.child'),
        ),
    ]
