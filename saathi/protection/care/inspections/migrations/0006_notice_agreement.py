"""Closures and suspensions wait for a second inspector: earlier open ones of one person wait as well."""

from django.db import migrations, models

# The owner's own rows are hidden from the owner too: shown for this transaction. `migrate` forces row
# security again at its end.
WAIT = [
    "ALTER TABLE inspections_facilitynotice NO FORCE ROW LEVEL SECURITY",
    "UPDATE inspections_facilitynotice SET state = 'asked' "
    "WHERE state = 'open' AND kind IN ('licence', 'closure')",
]


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0010_role_kind'),
        ('facilities', '0002_alter_facilityaddress_state'),
        ('inspections', '0005_inspector_conflicts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='facilitynotice',
            name='inspections_notice_closed_whole',
        ),
        migrations.AddField(
            model_name='facilitynotice',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='facilitynotice',
            name='answered_by',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='facilitynotice',
            name='ordered_by',
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name='facilitynotice',
            name='residents',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AlterField(
            model_name='facilitynotice',
            name='state',
            field=models.CharField(choices=[('asked', 'Waiting for agreement'), ('open', 'Open'), ('closed', 'Closed')], max_length=12),
        ),
        migrations.RunSQL(WAIT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='facilitynotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_on__isnull', False), ('decided_by__isnull', False), ('state', 'closed'), models.Q(('proof', ''), _negated=True), models.Q(('decided_by', models.F('recorded_by')), _negated=True)), models.Q(('decided_by__isnull', True), ('state__in', ['open', 'asked'])), _connector='OR'), name='inspections_notice_closed_whole'),
        ),
        migrations.AddConstraint(
            model_name='facilitynotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'open'), _negated=True), models.Q(('kind__in', ('licence', 'closure')), _negated=True), models.Q(('ordered_by', ''), _negated=True), ('answered_by__isnull', False), _connector='OR'), models.Q(('answered_by', None), models.Q(('answered_by', models.F('recorded_by')), _negated=True), _connector='OR')), name='inspections_notice_agreed'),
        ),
    ]
