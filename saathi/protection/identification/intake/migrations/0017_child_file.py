"""The child's file of a report has a name that says so. The keys are not made again: see `test_indexes`."""

from django.db import migrations, models

RENAME = [
    "ALTER TABLE intake_report RENAME COLUMN about_id TO child_file_id",
    "ALTER TABLE intake_report RENAME CONSTRAINT intake_report_about_id_08598aa5_fk_agencies_file_id "
    "TO intake_report_child_file_id_fk_agencies_file_id",
    "ALTER INDEX intake_report_about_id_08598aa5 RENAME TO intake_report_child_file_id",
]
UNDO = [
    "ALTER INDEX intake_report_child_file_id RENAME TO intake_report_about_id_08598aa5",
    "ALTER TABLE intake_report RENAME CONSTRAINT intake_report_child_file_id_fk_agencies_file_id "
    "TO intake_report_about_id_08598aa5_fk_agencies_file_id",
    "ALTER TABLE intake_report RENAME COLUMN child_file_id TO about_id",
]
STATE = [
    migrations.RemoveIndex(model_name="report", name="intake_report_requested"),
    migrations.RenameField(model_name="report", old_name="about", new_name="child_file"),
    migrations.AddIndex(
        model_name="report",
        index=models.Index(
            condition=models.Q(("case_requested_at__isnull", False), ("child_file__isnull", True)),
            fields=["case_requested_at"],
            name="intake_report_requested",
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [("intake", "0016_plain_names")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(RENAME, UNDO)], state_operations=STATE
        ),
    ]
