"""A visit whose time nobody entered says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Earlier visits keep their hour, which may be the noon of a visit without one."""

    dependencies = [("cases", "0015_own_waiting_requests")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="is_time_unknown",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
