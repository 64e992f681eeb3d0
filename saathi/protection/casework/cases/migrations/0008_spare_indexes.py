"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0017_spare_indexes'),
        ('cases', '0007_questions_abroad'),
        ('people', '0003_spare_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='approval',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='cases.case'),
        ),
        DropForeignKeyIndex(
            model_name='approval',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.office'),
        ),
        DropForeignKeyIndex(
            model_name='assessment',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='cases.case'),
        ),
        DropForeignKeyIndex(
            model_name='case',
            name='child',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.child'),
        ),
        DropForeignKeyIndex(
            model_name='case',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.office'),
        ),
        DropForeignKeyIndex(
            model_name='case',
            name='worker',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        DropForeignKeyIndex(
            model_name='due',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='dues', to='cases.case'),
        ),
        DropForeignKeyIndex(
            model_name='review',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='cases.case'),
        ),
        DropForeignKeyIndex(
            model_name='visit',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='cases.case'),
        ),
    ]
