"""Whether a child who may be in danger is safe; since when a report says that a child is in danger."""

from django.db import migrations, models

# As in `services.0002`: the owner's rows are shown for this transaction. The moment of the report is
# not in the case; noon keeps the day in every time zone. Nobody was asked whether these children are safe.
FILL = [
    "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
    "UPDATE cases_case SET danger_reported_at = (opened_on + time '12:00') AT TIME ZONE 'UTC' "
    "WHERE urgency = 'now'",
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_visit_without_a_time")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="danger_reported_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="visit",
            name="child_safe",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not recorded"),
                    ("yes", "Yes"),
                    ("no", "No"),
                    ("not_known", "Not known"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("danger_reported_at__isnull", False)),
                fields=["office"],
                name="cases_case_reported_in_danger",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("not_met_because", "prevented")),
                fields=["case", "happened_at"],
                name="cases_visit_prevented_of_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("child_safe", ""),
                    models.Q(("outcome", "not_met"), _negated=True),
                    _connector="OR",
                ),
                name="cases_visit_safe_only_if_met",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
