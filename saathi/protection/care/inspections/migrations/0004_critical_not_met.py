"""An index of critical criteria that were not met, for the comparison of countries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_editors")]

    operations = [
        migrations.AddIndex(
            model_name="inspectionfinding",
            index=models.Index(
                condition=models.Q(("is_critical", True), ("result", "not_met")),
                fields=["inspection"],
                name="inspections_critical_not_met",
            ),
        ),
    ]
