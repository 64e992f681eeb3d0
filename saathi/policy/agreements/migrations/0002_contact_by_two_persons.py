"""A second person publishes the contact of a focal point's office."""

from django.db import migrations, models


# As in `services.0002`: the owner's rows are shown for this transaction. Nobody is named as publisher of
# a contact that no second person saw.
FILL = [
    "ALTER TABLE agreements_focalpointcontact NO FORCE ROW LEVEL SECURITY",
    "UPDATE agreements_focalpointcontact SET state = 'published', published_at = recorded_at",
]


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='focalpointcontact',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='focalpointcontact',
            name='published_by',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='focalpointcontact',
            name='state',
            field=models.CharField(choices=[('proposed', 'Waiting for a second person'), ('published', 'Published')], default='proposed', max_length=12),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='focalpointcontact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True), ('state', 'proposed')), models.Q(('published_at__isnull', False), ('state', 'published')), _connector='OR'), name='agreements_contact_published'),
        ),
        migrations.AddConstraint(
            model_name='focalpointcontact',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='agreements_contact_second_person'),
        ),
    ]
