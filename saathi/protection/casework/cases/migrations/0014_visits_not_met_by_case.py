"""Visits at which the child was not met are found from the cases of an office."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The index in the order of a nation-wide list gives way to one by case."""

    dependencies = [("cases", "0013_replaced_approvals")]

    operations = [
        migrations.RemoveIndex(model_name="due", name="cases_due_not_met"),
        migrations.AddIndex(
            model_name="due",
            index=models.Index(
                fields=["case"],
                condition=models.Q(done_on__isnull=True, attempts__gt=0),
                name="cases_due_not_met_of_case",
            ),
        ),
    ]
