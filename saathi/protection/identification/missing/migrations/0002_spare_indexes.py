"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('missing', '0001_missing'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='publicnotice',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='missing.missingreport'),
        ),
        DropForeignKeyIndex(
            model_name='search',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='searches', to='missing.missingreport'),
        ),
        DropForeignKeyIndex(
            model_name='sighting',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sightings', to='missing.missingreport'),
        ),
    ]
