"""Entries of the directory have states; those that there are, are published or archived."""

import saathi.infra.clock
from django.db import migrations, models

# The owner's own rows are hidden from the owner too: shown for this transaction. `migrate` forces row
# security again at its end. Nobody is named as publisher of an entry that no second person saw.
FILL = [
    "ALTER TABLE services_service NO FORCE ROW LEVEL SECURITY",
    "UPDATE services_service SET changed_by = recorded_by, changed_at = recorded_at, "
    "published_at = recorded_at, "
    "state = CASE WHEN withdrawn_on IS NULL THEN 'published' ELSE 'archived' END",
]


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='changed_at',
            field=models.DateTimeField(default=saathi.infra.clock.now),
        ),
        migrations.AddField(
            model_name='service',
            name='changed_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='confirmed_by',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='proposed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='proposed_by',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='published_by',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='review_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Submitted for publication'), ('published', 'Published'), ('archived', 'Archived')], default='draft', max_length=10),
        ),
        migrations.AddField(
            model_name='service',
            name='why_returned',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='service',
            name='changed_by',
            field=models.UUIDField(),
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['agency', 'proposed_at'], name='services_service_waits'),
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['name', 'id'], name='services_service_by_name'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='services_service_published_whole'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'proposed'), _negated=True), models.Q(('proposed_at__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='services_service_proposed_whole'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), ('proposed_by__isnull', True), models.Q(('published_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='services_service_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'archived'), ('withdrawn_on__isnull', False)), models.Q(models.Q(('state', 'archived'), _negated=True), ('withdrawn_on__isnull', True)), _connector='OR'), name='services_service_withdrawn_whole'),
        ),
    ]
