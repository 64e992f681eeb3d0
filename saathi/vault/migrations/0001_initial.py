"""The tables of the vault as the models say; of wrapped keys PostgreSQL keeps no statistics.

Its statistics of a column hold some of the values: a key that was destroyed would live on there until
the table is analysed again.
"""

import django.db.models.deletion
import saathi.infra.clock
import uuid
from django.db import migrations, models

NO_STATISTICS = "ALTER TABLE vault_key ALTER COLUMN wrapped SET STATISTICS 0"
STATISTICS = "ALTER TABLE vault_key ALTER COLUMN wrapped SET STATISTICS -1"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('file_id', models.UUIDField(primary_key=True, serialize=False)),
                ('erased_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('erased_by', models.UUIDField()),
                ('reason', models.CharField(choices=[('asked', 'The child, or who speaks for her, asked for it'), ('term', 'The time for which it may be kept has ended'), ('court', 'A court or the data authority ordered it'), ('mistake', 'It was recorded by mistake')], max_length=8)),
                ('keys_gone_from_backups_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='KeyCanary',
            fields=[
                ('kek_id', models.TextField(primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('root', 'wraps the keys of the files'), ('token', 'makes the blind tokens')], max_length=5)),
                ('generation', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('created_at', models.DateTimeField(default=saathi.infra.clock.now)),
            ],
            options={
                'db_table': 'vault_canary',
                'constraints': [models.UniqueConstraint(fields=('purpose', 'generation'), name='vault_canary_generation_once')],
            },
        ),
        migrations.CreateModel(
            name='OldSealedValue',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('field_id', models.CharField(max_length=60)),
                ('row_id', models.UUIDField()),
                ('file_id', models.UUIDField()),
                ('section', models.IntegerField()),
                ('version', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('replaced_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('replaced_by', models.UUIDField()),
            ],
            options={
                'db_table': 'vault_old_value',
                'indexes': [models.Index(fields=['file_id'], name='vault_old_value_of_file')],
                'constraints': [models.UniqueConstraint(fields=('row_id', 'field_id', 'version'), name='vault_old_value_once')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('field_id', models.CharField(max_length=60)),
                ('file_id', models.UUIDField()),
                ('section', models.IntegerField()),
                ('media_type', models.CharField(choices=[('image/jpeg', 'image/jpeg'), ('image/png', 'image/png'), ('image/webp', 'image/webp'), ('application/pdf', 'application/pdf'), ('application/x-data', 'application/x-data'), ('application/zip', 'application/zip')], max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.BinaryField()),
                ('stored_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('stored_by', models.UUIDField()),
            ],
            options={
                'db_table': 'vault_stored_file',
                'indexes': [models.Index(fields=['file_id'], name='vault_stored_file_of_file')],
            },
        ),
        migrations.CreateModel(
            name='WrappedKey',
            fields=[
                ('file_id', models.UUIDField(primary_key=True, serialize=False)),
                ('wrapped', models.BinaryField()),
                ('created_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('kek', models.ForeignKey(db_column='kek_id', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.keycanary')),
            ],
            options={
                'db_table': 'vault_key',
            },
        ),
        migrations.RunSQL(NO_STATISTICS, STATISTICS),
    ]
