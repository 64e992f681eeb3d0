from django.db import migrations, models

# The country of a facility is on record; that of a family and of a place in words was not asked.
FILL = [
    "ALTER TABLE placements_placement NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE facilities_facility NO FORCE ROW LEVEL SECURITY",
    "UPDATE placements_placement p SET country = f.country FROM facilities_facility f "
    "WHERE f.id = p.facility_id",
]


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0002_continuation'),
    ]

    operations = [
        migrations.AddField(
            model_name='familyassessment',
            name='country',
            field=models.CharField(blank=True, db_default='', default='', max_length=3),
        ),
        migrations.AddField(
            model_name='familyassessment',
            name='asked_by',
            field=models.CharField(blank=True, choices=[('ours', 'Our agency, or others at our request'), ('others', 'Others, without our request')], db_default='', default='', max_length=8),
        ),
        migrations.AddField(
            model_name='placement',
            name='country',
            field=models.CharField(blank=True, db_default='', default='', max_length=3),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
