"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('releases', '0001_releases'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='editionpart',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='releases.edition'),
        ),
        DropForeignKeyIndex(
            model_name='part',
            name='release',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='releases.release'),
        ),
        DropForeignKeyIndex(
            model_name='release',
            name='family',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='releases.family'),
        ),
    ]
