"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    run_before = [("around", "0002_plain_names")]  # its rename changes the reference made here
    dependencies = [
        ('agencies', '0017_spare_indexes'),
        ('around', '0001_initial'),
        ('matches', '0002_seen_before'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='merge',
            name='into',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.file'),
        ),
        DropForeignKeyIndex(
            model_name='pair',
            name='other',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.file'),
        ),
        DropForeignKeyIndex(
            model_name='repeat',
            name='alleged',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='around.alleged'),
        ),
        DropForeignKeyIndex(
            model_name='review',
            name='pair',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='matches.pair'),
        ),
    ]
