"""Shelters of the directory become entries of facilities of the register; nothing is recorded twice.

A facility of the same name in the same district is taken, a published one before others. Otherwise
one is made in the same state and by the same persons, without a licence: a second person saw exactly
this content. An address that all staff could read is public; a confidential place has none.
"""

import django.db.models.deletion
from django.db import migrations, models

MOVE = """
DO $$
DECLARE
    entry services_service;
    home uuid;
BEGIN
    FOR entry IN SELECT * FROM services_service WHERE 'shelter' = ANY (kinds) AND facility_id IS NULL
                  ORDER BY withdrawn_on IS NOT NULL, published_at IS NULL, recorded_at, id LOOP
        SELECT f.id INTO home FROM facilities_facility f
         WHERE lower(f.name) = lower(entry.name) AND f.country = entry.country
           AND (f.district = entry.district OR f.district = '' OR entry.district = '')
           AND (f.state = 'published' OR f.agency_id = entry.agency_id)
           AND NOT EXISTS (SELECT 1 FROM services_service s
                            WHERE s.facility_id = f.id AND s.agency_id = entry.agency_id
                              AND s.withdrawn_on IS NULL AND entry.withdrawn_on IS NULL)
         ORDER BY f.state = 'published' DESC, f.agency_id = entry.agency_id DESC, f.recorded_at, f.id LIMIT 1;
        IF home IS NULL THEN
            home := gen_random_uuid();
            INSERT INTO facilities_facility (
                id, agency_id, state, changed_by, changed_at, proposed_by, proposed_at, why_returned, published_by,
                published_at, confirmed_by, confirmed_at, review_on, withdrawn_on, why_withdrawn, recorded_at,
                recorded_by, version, name, kind, operator, operator_kind, run_by_id, country, district, about,
                services, languages, accessible, source)
            SELECT home, entry.agency_id, entry.state, entry.changed_by, entry.changed_at, entry.proposed_by,
                   entry.proposed_at, entry.why_returned, entry.published_by, entry.published_at, entry.confirmed_by,
                   entry.confirmed_at, entry.review_on, entry.withdrawn_on, entry.why_withdrawn, entry.recorded_at,
                   entry.recorded_by, 1,
                   -- the agency may already keep a facility of this name, with another entry of the directory
                   left(entry.name, 140) || CASE WHEN EXISTS (
                       SELECT 1 FROM facilities_facility f
                        WHERE f.agency_id = entry.agency_id AND f.name = entry.name AND f.country = entry.country
                          AND f.district = entry.district AND f.withdrawn_on IS NULL AND entry.withdrawn_on IS NULL)
                       THEN ' (' || left(entry.id::text, 8) || ')' ELSE substr(entry.name, 141) END,
                   'shelter', entry.organisation, 'not_known', entry.run_by_id, entry.country, entry.district, '',
                   '{}', entry.languages,
                   ARRAY(SELECT a.code FROM unnest(entry.accessible) a (code)
                          WHERE a.code NOT IN ('mental', 'outreach')), '';
            INSERT INTO facilities_facilityaddress (
                id, facility_id, address_class, address, telephone, recorded_at, recorded_by, state, published_at)
            SELECT gen_random_uuid(), home, CASE WHEN entry.is_place_secret THEN 'restricted' ELSE 'public' END,
                   entry.address, '', entry.changed_at, entry.changed_by, 'published', entry.changed_at
             WHERE entry.is_place_secret OR entry.address <> '';
        ELSIF entry.address <> '' AND NOT EXISTS (
                SELECT 1 FROM facilities_facilityaddress a WHERE a.facility_id = home) THEN
            INSERT INTO facilities_facilityaddress (
                id, facility_id, address_class, address, telephone, recorded_at, recorded_by, state)
            VALUES (gen_random_uuid(), home, 'public', entry.address, '', entry.changed_at, entry.changed_by,
                    'proposed');
        END IF;
        UPDATE services_service s
           SET facility_id = home, name = f.name, organisation = f.operator, run_by_id = f.run_by_id,
               country = f.country, district = f.district, address = '', is_place_secret = false
          FROM facilities_facility f WHERE s.id = entry.id AND f.id = home;
    END LOOP;
END $$;
"""
_TABLES = ("services_service", "facilities_facility", "facilities_facilityaddress")
# The owner's own rows are hidden from the owner too: shown for this transaction. `migrate` forces row
# security again at its end. The triggers of registers need a person who acts; here is none. The
# deferred checks are made before the constraints are added.
FILL = [
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _TABLES),
    *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in _TABLES),
    MOVE,
    "SET CONSTRAINTS ALL IMMEDIATE",
    *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in _TABLES),
]


class Migration(migrations.Migration):

    dependencies = [
        ('facilities', '0002_alter_facilityaddress_state'),
        ('services', '0012_livelihood_provider_and_cost'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='facility',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.facility'),
        ),
        migrations.RemoveConstraint(
            model_name='service',
            name='services_service_once',
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(condition=models.Q(('facility', None), ('withdrawn_on', None)), fields=('agency', 'organisation', 'name', 'district'), name='services_service_once'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(condition=models.Q(('facility__isnull', False), ('withdrawn_on', None)), fields=('agency', 'facility'), name='services_service_once_facility'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kinds__contains', ['shelter']), _negated=True), ('facility__isnull', False), _connector='OR'), name='services_service_shelter_is_facility'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('facility', None), ('address', ''), _connector='OR'), name='services_service_facility_address'),
        ),
    ]
