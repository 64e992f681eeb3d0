"""A visit that found the child not safe puts the child in danger, as one that others prevented."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_closing_reasons")]

    operations = [
        migrations.RemoveIndex(model_name="visit", name="cases_visit_prevented_of_case"),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("not_met_because", "prevented"), ("child_safe", "no"), _connector="OR"),
                fields=["case", "happened_at"],
                name="cases_visit_danger_of_case",
            ),
        ),
    ]
