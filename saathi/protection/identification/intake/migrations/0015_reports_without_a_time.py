"""Whether the time of a report is known. In earlier reports 12:00 may be a typed time or none: they stay."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0014_visits_without_a_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='is_time_unknown',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
