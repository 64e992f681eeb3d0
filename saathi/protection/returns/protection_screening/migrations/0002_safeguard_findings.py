"""Why the safeguards of a contact were not met is kept apart, for those who may read screenings."""

import django.db.models.deletion
import saathi.infra.clock
import uuid
from django.db import migrations, models


_CONTACTS = "protection_screening_origincontact"
_FINDINGS = "protection_screening_contactsafeguardfinding"
_SCREENINGS = "protection_screening_protectionscreening"
# As in `services.0002`: the owner's rows are shown for this transaction, also to the checks of the new
# foreign keys.
FILL = [
    *(
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
        for table in (_CONTACTS, _FINDINGS, _SCREENINGS, "agencies_file")
    ),
    f"INSERT INTO {_FINDINGS} (id, file_id, contact_id, screening_id, finding, recorded_at, recorded_by, version) "
    "SELECT gen_random_uuid(), c.file_id, c.id, "
    f"(SELECT s.id FROM {_SCREENINGS} s WHERE s.file_id = c.file_id AND s.screened_on <= c.made_on "
    "AND s.recorded_at <= c.recorded_at ORDER BY s.screened_on DESC, s.recorded_at DESC LIMIT 1), "
    "c.safeguard, c.recorded_at, c.recorded_by, 1 "
    f"FROM {_CONTACTS} c WHERE c.safeguard IN ('not_allowed', 'no_permission')",
    f"UPDATE {_CONTACTS} SET safeguard = 'not_met' "
    "WHERE safeguard IN ('not_allowed', 'no_permission')",
]


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0007_ways_of_collection'),
        ('protection_screening', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='origincontact',
            name='safeguard',
            field=models.CharField(choices=[('met', 'Screened, and permitted'), ('not_screened', 'Before a finished screening'), ('not_met', 'Safeguards not met')], max_length=16),
        ),
        migrations.CreateModel(
            name='ContactSafeguardFinding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('recorded_by', models.UUIDField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('finding', models.CharField(choices=[('not_allowed', 'Although the child may need protection'), ('no_permission', 'Without permission')], max_length=16)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='protection_screening.origincontact')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.file')),
                ('screening', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection_screening.protectionscreening')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
