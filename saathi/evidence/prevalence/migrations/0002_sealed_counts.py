"""A table of their own for exact counts, and beside each estimate what everybody may see of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prevalence', '0001_estimates'),
    ]

    operations = [
        migrations.AddField(
            model_name='prevalenceestimate',
            name='shown',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='OverlapCounts',
            fields=[
                ('estimate', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='exact', serialize=False, to='prevalence.prevalenceestimate')),
                ('counts', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField())),
            ],
        ),
    ]
