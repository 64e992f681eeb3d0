"""By when a failed facility is inspected again; also of earlier failed inspections."""

from django.db import migrations, models

# The owner's own rows are hidden from the owner too: shown for this transaction. `migrate` forces row
# security again at its end.
FILL = [
    "ALTER TABLE inspections_inspection NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE inspections_inspectionfinding NO FORCE ROW LEVEL SECURITY",
    "UPDATE inspections_inspection i SET reinspect_by = i.held_on + CASE WHEN EXISTS ("
    "SELECT 1 FROM inspections_inspectionfinding f WHERE f.inspection_id = i.id AND f.is_critical "
    "AND f.result = 'not_met') THEN 30 ELSE 90 END WHERE i.state = 'final' AND i.result = 'failed'",
]


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0006_notice_agreement'),
    ]

    operations = [
        migrations.AddField(
            model_name='inspection',
            name='reinspect_by',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
