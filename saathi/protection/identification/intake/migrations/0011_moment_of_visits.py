"""When those who went to the child of a report went, for the order of what they found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_shifts_told")]

    operations = [
        migrations.AddField(
            model_name="reportnote",
            name="went_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
