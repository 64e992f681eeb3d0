"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import WithoutIndex


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0003_themes'),
        ('people', '0003_spare_indexes'),
    ]

    operations = [
        WithoutIndex(
            model_name='explanation',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='people.child'),
        ),
        WithoutIndex(
            model_name='reader',
            name='statement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='readers', to='participation.statement'),
        ),
        WithoutIndex(
            model_name='statement',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='people.child'),
        ),
        WithoutIndex(
            model_name='themes',
            name='statement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='themes', to='participation.statement'),
        ),
    ]
