"""A token is its own key: no number beside it, and one index of it where there were two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_age_origin_speech")]

    operations = [
        migrations.RemoveConstraint(model_name="token", name="people_token_once"),
        migrations.RemoveField(model_name="token", name="id"),
        migrations.AlterField(
            model_name="token",
            name="token",
            field=models.BinaryField(primary_key=True, serialize=False),
        ),
    ]
