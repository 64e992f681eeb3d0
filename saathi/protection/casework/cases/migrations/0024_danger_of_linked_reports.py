"""When a report of immediate danger that was linked to an open case was received."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0023_death_of_child'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='danger_received_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
