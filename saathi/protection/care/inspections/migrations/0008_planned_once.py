"""One planned inspection of a type for a facility and agency; of earlier ones the first planned stays."""

from django.db import migrations, models

# The owner's own rows are hidden from the owner too: shown for this transaction. `migrate` forces row
# security again at its end.
CANCEL = [
    "ALTER TABLE inspections_inspection NO FORCE ROW LEVEL SECURITY",
    "UPDATE inspections_inspection i SET state = 'cancelled', version = version + 1, "
    "why_cancelled = 'Planned twice' WHERE i.state = 'planned' AND EXISTS ("
    "SELECT 1 FROM inspections_inspection o WHERE o.state = 'planned' AND o.agency_id = i.agency_id "
    "AND o.facility_id = i.facility_id AND o.kind = i.kind "
    "AND (o.planned_on, o.id) < (i.planned_on, i.id))",
]


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0007_reinspection'),
    ]

    operations = [
        migrations.RunSQL(CANCEL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('agency', 'facility', 'kind'), name='inspections_planned_once'),
        ),
    ]
