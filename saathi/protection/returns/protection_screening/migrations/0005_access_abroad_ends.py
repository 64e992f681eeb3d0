import uuid

import django.db.models.deletion
from django.db import migrations, models

import saathi.infra.clock


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0008_transfer_section'),
        ('protection_screening', '0004_screened_origins'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessAbroadEnd',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('recorded_by', models.UUIDField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('access', models.UUIDField()),
                ('holder', models.UUIDField()),
                ('country', models.CharField(max_length=3)),
                ('kind', models.CharField(choices=[('owner', 'The office responsible for the file'), ('team', 'A member of the child’s team'), ('referral', 'A referral'), ('share', 'Sharing for a specific purpose'), ('glass', 'Opened in an emergency')], max_length=8)),
                ('ended_on', models.DateField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.file')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
