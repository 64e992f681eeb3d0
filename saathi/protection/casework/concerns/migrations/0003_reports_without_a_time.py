"""Whether the time of a report in a file is known. In earlier ones 12:00 may be a typed time or none: they stay."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0002_evidence_not_recorded'),
    ]

    operations = [
        migrations.AddField(
            model_name='casereport',
            name='is_time_unknown',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
