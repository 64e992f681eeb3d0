"""Two persons are enough for an entry; a translation keeps its originals; checked entries have a review date.

A translation is known to be correct for its entry where the entry did not change after it.
"""

from django.db import migrations, models

# The owner's own rows are hidden from the owner too: shown for this transaction. `migrate` forces row
# security again at its end.
FILL = [
    "ALTER TABLE services_service NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE services_servicetranslation NO FORCE ROW LEVEL SECURITY",
    "UPDATE services_servicetranslation t SET originals = ("
    "  SELECT coalesce(jsonb_object_agg(o.key, o.value), '{}') FROM jsonb_each_text(jsonb_build_object("
    "  'name', s.name, 'about', s.about, 'area', s.area, 'opening', s.opening)) o WHERE o.value <> '') "
    "FROM services_service s WHERE s.id = t.service_id AND s.changed_at <= t.translated_at",
    # As an entry that is checked now: half a year after the check.
    "UPDATE services_service SET review_on = verified_on + 184 "
    "WHERE review_on IS NULL AND verified_on IS NOT NULL",
]


class Migration(migrations.Migration):

    dependencies = [
        ("services", "0004_no_default_evidence"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='service',
            name='services_service_two_persons',
        ),
        migrations.AddField(
            model_name='servicetranslation',
            name='originals',
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), ('proposed_by__isnull', True), models.Q(('published_by', models.F('proposed_by')), _negated=True), models.Q(('published_by', models.F('changed_by')), _negated=True), models.Q(('changed_at__gt', models.F('published_at')), ('published_at__isnull', False)), _connector='OR'), name='services_service_two_persons'),
        ),
        migrations.AlterField(
            model_name='service',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Submitted for publication'), ('published', 'Published'), ('archived', 'Withdrawn')], default='draft', max_length=10),
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(condition=models.Q(('changed_at__gt', models.F('published_at')), ('state', 'published')), fields=['agency', 'changed_at'], name='services_service_corrected'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
