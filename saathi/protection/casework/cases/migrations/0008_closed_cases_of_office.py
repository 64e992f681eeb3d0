"""Finds the cases that an office closed in the last months, for its figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_conference_and_safety_duties")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(status="closed"),
                fields=["office", "closed_on"],
                name="cases_case_closed_of_office",
            ),
        ),
    ]
