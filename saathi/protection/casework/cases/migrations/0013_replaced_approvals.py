"""A request for approval that a later one replaces is told apart from one that was withdrawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_rights_with_an_end"),
        ("cases", "0012_over_limit_reason"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="approval",
            name="cases_approval_never_ones_own",
        ),
        migrations.AlterField(
            model_name="approval",
            name="decision",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("approved", "Approved"),
                    ("sent_back", "Returned for revision"),
                    ("withdrawn", "Withdrawn"),
                    ("replaced", "Replaced by a changed version"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision__in", ["withdrawn", "replaced"]),
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                    _connector="OR",
                ),
                name="cases_approval_never_ones_own",
            ),
        ),
    ]
