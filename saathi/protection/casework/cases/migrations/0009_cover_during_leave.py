"""Adds the last day of cover to seats: a colleague who works on a case while its worker is on leave."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_closed_cases_of_office")]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="until_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", True), ("until_on__isnull", False)),
                fields=["staff", "until_on"],
                name="cases_seat_cover",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True),
                    models.Q(("role", "case_worker"), ("staff__isnull", False)),
                    _connector="OR",
                ),
                name="cases_seat_cover_of_worker",
            ),
        ),
    ]
