"""The child's file of a missing report has a name that says so. The keys are not made again: see `test_indexes`."""

from django.db import migrations

RENAME = [
    "ALTER TABLE missing_missingreport RENAME COLUMN about_id TO child_file_id",
    "ALTER TABLE missing_missingreport RENAME CONSTRAINT "
    "missing_missingreport_about_id_91108384_fk_agencies_file_id "
    "TO missing_missingreport_child_file_id_fk_agencies_file_id",
    "ALTER INDEX missing_missingreport_about_id_91108384 RENAME TO missing_missingreport_child_file_id",
]
UNDO = [
    "ALTER INDEX missing_missingreport_child_file_id RENAME TO missing_missingreport_about_id_91108384",
    "ALTER TABLE missing_missingreport RENAME CONSTRAINT "
    "missing_missingreport_child_file_id_fk_agencies_file_id "
    "TO missing_missingreport_about_id_91108384_fk_agencies_file_id",
    "ALTER TABLE missing_missingreport RENAME COLUMN child_file_id TO about_id",
]


class Migration(migrations.Migration):
    dependencies = [("missing", "0008_plain_names")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(RENAME, UNDO)],
            state_operations=[
                migrations.RenameField(
                    model_name="missingreport", old_name="about", new_name="child_file"
                ),
            ],
        ),
    ]
