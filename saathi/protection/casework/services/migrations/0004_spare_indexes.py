"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0017_spare_indexes'),
        ('services', '0003_programmes'),
    ]

    operations = [
        DropForeignKeyIndex(
            model_name='attendance',
            name='enrolment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='services.enrolment'),
        ),
        DropForeignKeyIndex(
            model_name='attendance',
            name='session',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='services.coursesession'),
        ),
        DropForeignKeyIndex(
            model_name='course',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        DropForeignKeyIndex(
            model_name='coursesession',
            name='course',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='services.course'),
        ),
        DropForeignKeyIndex(
            model_name='enrolment',
            name='course',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='services.course'),
        ),
        DropForeignKeyIndex(
            model_name='serviceversion',
            name='service',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='services.service'),
        ),
        DropForeignKeyIndex(
            model_name='sessionnote',
            name='session',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='services.supportsession'),
        ),
        DropForeignKeyIndex(
            model_name='shaping',
            name='course',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='shaped', to='services.course'),
        ),
    ]
