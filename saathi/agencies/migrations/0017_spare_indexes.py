"""Indexes that are the beginning of another are no more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from saathi.infra.schema import DropForeignKeyIndex


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0016_notices_about'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='grant',
            name='agencies_grant_of_file',
        ),
        DropForeignKeyIndex(
            model_name='bundleversion',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bundle_versions', to='agencies.agency'),
        ),
        DropForeignKeyIndex(
            model_name='draft',
            name='staff',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        DropForeignKeyIndex(
            model_name='erasurerequest',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        DropForeignKeyIndex(
            model_name='hidden',
            name='file',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hidden_from', to='agencies.file'),
        ),
        DropForeignKeyIndex(
            model_name='holiday',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='holidays', to='agencies.office'),
        ),
        DropForeignKeyIndex(
            model_name='notice',
            name='staff',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL),
        ),
        DropForeignKeyIndex(
            model_name='office',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='agencies.agency'),
        ),
        DropForeignKeyIndex(
            model_name='principal',
            name='staff',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='principals', to=settings.AUTH_USER_MODEL),
        ),
        DropForeignKeyIndex(
            model_name='staff',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='agencies.office'),
        ),
        DropForeignKeyIndex(
            model_name='staffchange',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
    ]
