"""All others who changed an assessment or a report are named, not only the last one."""

import django.contrib.postgres.fields
from django.db import migrations, models


# As in `services.0002`: the owner's rows are shown for this transaction.
FILL = [
    f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
    for table in ("best_interests_assessment", "best_interests_determination")
] + [
    f"UPDATE {table} SET editors = ARRAY[edited_by] WHERE edited_by IS NOT NULL"
    for table in ("best_interests_assessment", "best_interests_determination")
]


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0007_ways_of_collection'),
        ('best_interests', '0001_initial'),
        ('cases', '0026_duties_before_return'),
        ('orders', '0005_child_heard'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='bestinterestsassessment',
            name='bia_never_ones_own',
        ),
        migrations.RemoveConstraint(
            model_name='determination',
            name='bid_not_by_its_author',
        ),
        migrations.AddField(
            model_name='bestinterestsassessment',
            name='editors',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list),
        ),
        migrations.AddField(
            model_name='determination',
            name='editors',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='bestinterestsassessment',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(models.Q(('decided_by', models.F('recorded_by')), _negated=True), models.Q(models.Q(('state', 'agreed'), _negated=True), models.Q(('editors__contains', [models.F('decided_by')]), _negated=True), _connector='OR')), _connector='OR'), name='bia_never_ones_own'),
        ),
        migrations.AddConstraint(
            model_name='determination',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(models.Q(('decided_by', models.F('recorded_by')), _negated=True), models.Q(('reported_by__isnull', True), models.Q(('decided_by', models.F('reported_by')), _negated=True), _connector='OR'), models.Q(('editors__contains', [models.F('decided_by')]), _negated=True)), _connector='OR'), name='bid_not_by_its_author'),
        ),
        migrations.RemoveField(
            model_name='bestinterestsassessment',
            name='edited_by',
        ),
        migrations.RemoveField(
            model_name='determination',
            name='edited_by',
        ),
    ]
