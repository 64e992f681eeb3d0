"""All who ever edited an inspection are named: of earlier inspections, who assessed their criteria last."""

import django.contrib.postgres.fields
from django.db import migrations, models

# The owner's own rows are hidden from the owner too: shown for this transaction. `migrate` forces row
# security again at its end.
FILL = [
    "ALTER TABLE inspections_inspection NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE inspections_inspectionfinding NO FORCE ROW LEVEL SECURITY",
    "UPDATE inspections_inspection i SET editors = ARRAY("
    "SELECT DISTINCT f.recorded_by FROM inspections_inspectionfinding f "
    "WHERE f.inspection_id = i.id AND f.recorded_by IS NOT NULL)",
]


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0010_role_kind'),
        ('facilities', '0002_alter_facilityaddress_state'),
        ('inspections', '0002_inspection_photos'),
        ('standards', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='inspection',
            name='inspections_final_whole',
        ),
        migrations.AddField(
            model_name='inspection',
            name='editors',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('second_conflict', 'none'), ('state', 'final'), models.Q(('decided_by', models.F('lead')), _negated=True), models.Q(('editors__contains', [models.F('decided_by')]), _negated=True), models.Q(('result', ''), _negated=True)), models.Q(models.Q(('state', 'final'), _negated=True), ('decided_by__isnull', True), ('result', '')), _connector='OR'), name='inspections_final_whole'),
        ),
    ]
