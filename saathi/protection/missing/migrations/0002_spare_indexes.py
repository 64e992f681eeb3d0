"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import WithoutIndex


class Migration(migrations.Migration):

    dependencies = [
        ('missing', '0001_missing'),
    ]

    operations = [
        WithoutIndex(
            model_name='publicnotice',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='missing.missingreport'),
        ),
        WithoutIndex(
            model_name='search',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='searches', to='missing.missingreport'),
        ),
        WithoutIndex(
            model_name='sighting',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sightings', to='missing.missingreport'),
        ),
    ]
