"""The tables of children as the models say; the key of a token holds its file beside it.

A search then reads the index and not the table. Django knows no key with a column beside it.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import saathi.infra.clock
import uuid
from django.db import migrations, models

TOKEN_WITH_FILE = """
ALTER TABLE people_token
    DROP CONSTRAINT people_token_pkey,
    ADD CONSTRAINT people_token_found PRIMARY KEY (token) INCLUDE (file_id);
"""
TOKEN_ALONE = """
ALTER TABLE people_token
    DROP CONSTRAINT people_token_found,
    ADD CONSTRAINT people_token_pkey PRIMARY KEY (token);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Child',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('recorded_by', models.UUIDField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('code', models.CharField(max_length=12, unique=True)),
                ('gender', models.CharField(choices=[('girl', 'Girl'), ('boy', 'Boy'), ('other', 'Other'), ('not_said', 'Not said')], default='not_said', max_length=10)),
                ('birth_year_low', models.SmallIntegerField(blank=True, null=True)),
                ('birth_year_high', models.SmallIntegerField(blank=True, null=True)),
                ('nationality_state', models.CharField(choices=[('known', 'Known'), ('stateless', 'Stateless'), ('disputed', 'Disputed'), ('unknown', 'Not known')], default='unknown', max_length=10)),
                ('nationalities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list)),
                ('home_country', models.CharField(blank=True, max_length=3)),
                ('home_district', models.CharField(blank=True, max_length=12)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list)),
                ('sealed', models.BinaryField()),
                ('communicates', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, db_default=[], default=list)),
                ('found_age_high', models.SmallIntegerField(blank=True, null=True)),
                ('found_age_low', models.SmallIntegerField(blank=True, null=True)),
                ('found_as', models.CharField(choices=[('child', 'Under 18'), ('presumed', 'Presumed under 18'), ('adult', '18 or over')], db_default='presumed', default='presumed', max_length=8)),
                ('needs_interpreter', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], db_default='not_known', default='not_known', max_length=10)),
                ('papers', models.CharField(choices=[('not_known', 'Not known'), ('has', 'Has documents'), ('withheld', 'Others keep the child’s documents'), ('lost', 'Lost'), ('never', 'Never had any')], db_default='not_known', default='not_known', max_length=10)),
                ('preferred_language', models.CharField(blank=True, db_default='', max_length=8)),
                ('residence_status', models.CharField(choices=[('not_known', 'Not known'), ('own_country', 'In the child’s own country'), ('displaced', 'Displaced within the own country'), ('permitted', 'In another country with permission to stay'), ('free', 'In another country where no permission is needed'), ('without', 'In another country without permission so far'), ('asylum', 'Has asked for asylum'), ('refugee', 'Refugee, or under temporary protection')], db_default='not_known', default='not_known', max_length=12)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.file')),
            ],
        ),
        migrations.CreateModel(
            name='AgeStatement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('recorded_by', models.UUIDField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('basis', models.CharField(choices=[('stated', 'Stated by the child or family'), ('documented', 'Read in a document'), ('assessed', 'Assessed by a professional'), ('declared', 'Declared by an authority')], max_length=12)),
                ('low', models.SmallIntegerField()),
                ('high', models.SmallIntegerField()),
                ('as_of', models.DateField()),
                ('sealed', models.BinaryField(blank=True, null=True)),
                ('confidence', models.CharField(blank=True, choices=[('', 'Not weighed'), ('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], db_default='', max_length=8)),
                ('ends_presumption', models.BooleanField(db_default=False, default=False)),
                ('method', models.CharField(blank=True, choices=[('', 'Not said'), ('told', 'Told in a talk'), ('events', 'Worked out from events in the family'), ('birth_paper', 'Birth certificate or register'), ('school_paper', 'School record'), ('health_paper', 'Vaccination or health card'), ('identity_paper', 'Identity card or passport'), ('other_paper', 'Another document'), ('whole', 'Assessed by several professions together'), ('interview', 'Assessed in a talk, by development and conduct'), ('medical', 'Medical examination'), ('teeth', 'Teeth'), ('bones', 'Bones, by X-ray'), ('looks', 'By looks alone'), ('hearing', 'Hearing before an authority')], db_default='', max_length=16)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.file')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='age_statements', to='people.child')),
            ],
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('token', models.BinaryField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agencies.file')),
            ],
        ),
        migrations.AddConstraint(
            model_name='child',
            constraint=models.UniqueConstraint(fields=('file',), name='people_child_one_a_file'),
        ),
        migrations.AddConstraint(
            model_name='child',
            constraint=models.CheckConstraint(condition=models.Q(('birth_year_low__lte', models.F('birth_year_high'))), name='people_child_years_in_order'),
        ),
        migrations.AddConstraint(
            model_name='agestatement',
            constraint=models.CheckConstraint(condition=models.Q(('high__lte', 120), ('low__gte', 0), ('low__lte', models.F('high'))), name='people_age_in_order'),
        ),
        migrations.AddConstraint(
            model_name='agestatement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_presumption', False), models.Q(('basis', 'declared'), ('low__gte', 18)), _connector='OR'), name='people_age_presumption_ended_by_authority'),
        ),
        migrations.RunSQL(TOKEN_WITH_FILE, TOKEN_ALONE),
    ]
