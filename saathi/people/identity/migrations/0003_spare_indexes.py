"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import WithoutIndex


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0002_background'),
        ('people', '0003_spare_indexes'),
    ]

    operations = [
        WithoutIndex(
            model_name='background',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='background', to='people.child'),
        ),
        WithoutIndex(
            model_name='culture',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='culture', to='people.child'),
        ),
    ]
