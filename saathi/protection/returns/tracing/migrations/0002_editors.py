"""All others who changed a verification or a proposed return are named."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0007_ways_of_collection'),
        ('people', '0005_plain_names'),
        ('tracing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='relationshipverification',
            name='tracing_verification_never_own',
        ),
        migrations.RemoveConstraint(
            model_name='reunification',
            name='tracing_reunification_never_own',
        ),
        migrations.AddField(
            model_name='relationshipverification',
            name='editors',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list),
        ),
        migrations.AddField(
            model_name='reunification',
            name='editors',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list),
        ),
        migrations.AddConstraint(
            model_name='relationshipverification',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('decided_by', models.F('recorded_by')), _negated=True), models.Q(('editors__contains', [models.F('decided_by')]), _negated=True), models.Q(('child_worker__isnull', True), models.Q(('decided_by', models.F('child_worker')), _negated=True), _connector='OR'), models.Q(('family_worker__isnull', True), models.Q(('decided_by', models.F('family_worker')), _negated=True), _connector='OR')), _connector='OR'), name='tracing_verification_never_own'),
        ),
        migrations.AddConstraint(
            model_name='reunification',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(models.Q(('decided_by', models.F('submitted_by')), _negated=True), models.Q(('decided_by', models.F('recorded_by')), _negated=True), models.Q(('editors__contains', [models.F('decided_by')]), _negated=True)), _connector='OR'), name='tracing_reunification_never_own'),
        ),
    ]
