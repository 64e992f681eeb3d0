"""The waiting requests of one person are found at whichever office decides on them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index of the requests that wait, by the person who made them."""

    dependencies = [("cases", "0014_visits_not_met_by_case")]

    operations = [
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(
                fields=["recorded_by", "asked_at"],
                condition=models.Q(decision="waiting"),
                name="cases_approval_own_waiting",
            ),
        ),
    ]
