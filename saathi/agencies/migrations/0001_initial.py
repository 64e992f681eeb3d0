"""The tables of agencies as the models say, and what only SQL functions of the warden use."""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
import saathi.agencies.declared_kinds
import saathi.infra.clock
import uuid
from django.conf import settings
from django.db import migrations, models

CONTEXT_KEY = """
CREATE TABLE access_context_key (
    id smallint PRIMARY KEY,
    inner_pad bytea NOT NULL,  -- the key xor 0x36.., so that SQL can compute an HMAC (RFC 2104)
    outer_pad bytea NOT NULL   -- the key xor 0x5c..
);
"""

# The server that the database is declared for: a recovered or promoted one must be declared anew. A
# function, not a table: it is copied by no backup of rows, and only the owner can replace it.
RECOVERY_DECLARED = """
DO $$ BEGIN
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION recovery_declared() RETURNS text LANGUAGE sql IMMUTABLE '
        'PARALLEL SAFE RETURN %L::text',
        (SELECT system_identifier::text FROM pg_control_system())
        || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8));
END $$;
"""

# Limits that the web role cannot change: `saathi migrate` copies them from the settings.
ACCESS_SETTING = """
CREATE TABLE access_setting (
    name text PRIMARY KEY CHECK (name IN ('glass_hours', 'searches_an_hour')),
    value integer NOT NULL,
    CONSTRAINT access_setting_glass_hours CHECK (name <> 'glass_hours' OR value BETWEEN 1 AND 72),
    CONSTRAINT access_setting_searches
        CHECK (name <> 'searches_an_hour' OR value BETWEEN 1 AND 300)
);
"""

# Proofs of changes that were used: each is accepted in one transaction only, until it has expired.
USED_PROOF = """
CREATE TABLE access_used_proof (
    nonce uuid PRIMARY KEY,
    used_in xid8 NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX access_used_proof_ends ON access_used_proof (ends_at);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('bundle', models.CharField(max_length=40)),
                ('title', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(default='en', max_length=8)),
                ('is_active', models.BooleanField(default=True)),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('deactivated_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('post', models.SlugField(blank=True, max_length=40)),
                ('notices_by_mail', models.CharField(choices=[('none', 'Only here, on my day'), ('soon', 'By mail as well, within minutes'), ('daily', 'By mail as well, all of a day in one')], db_default='none', default='none', max_length=8)),
                ('unsent_public', models.CharField(blank=True, db_default='', max_length=120)),
                ('unsent_private', models.CharField(blank=True, db_default='', max_length=400)),
                ('session_stamp', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('counter', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('tried', models.PositiveIntegerField()),
                ('ends_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SignOnLink',
            fields=[
                ('staff', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('identity', models.CharField(max_length=64, unique=True)),
                ('linked_at', models.DateTimeField(default=saathi.infra.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('government', 'Government department or board'), ('police', 'Police'), ('ngo', 'Non-governmental organisation'), ('court', 'Court or tribunal'), ('health', 'Health service'), ('oversight', 'Oversight body')], max_length=20)),
                ('country', models.CharField(max_length=3)),
                ('is_active', models.BooleanField(default=True)),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('country', 'name'), name='agencies_agency_name_once')],
            },
        ),
        migrations.AddField(
            model_name='staff',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='agencies.agency'),
        ),
        migrations.CreateModel(
            name='Configuration',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('titles', 'Titles of posts'), ('bundles', 'Bundles of permissions'), ('procedure', 'Procedure: deadlines and limits'), ('vocabulary', 'Local codes and the regional codes they stand for'), ('questions', 'Questionnaire for screening'), ('protocol', 'Protocol agreed with another country')], max_length=12)),
                ('country', models.CharField(max_length=3)),
                ('name', models.SlugField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('body', models.JSONField()),
                ('valid_from', models.DateField()),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('recorded_by', models.UUIDField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'country', 'name', 'version'), name='agencies_configuration_once')],
            },
        ),
        migrations.CreateModel(
            name='FormKey',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('used_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('result', models.CharField(blank=True, max_length=200)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(max_length=32, unique=True)),
                ('is_confirmed', models.BooleanField(default=True)),
                ('invited_by', models.UUIDField(blank=True, null=True)),
                ('invited_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('mail_asked_at', models.DateTimeField(blank=True, null=True)),
                ('mail_trouble', models.CharField(blank=True, choices=[('refused', 'The mail server does not take mail for this address'), ('unreachable', 'The mail server could not be reached')], max_length=12)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('level', models.CharField(choices=[('nation', 'Nation'), ('province', 'Province'), ('district', 'District'), ('ward', 'Ward')], max_length=10)),
                ('country', models.CharField(max_length=3)),
                ('district', models.CharField(blank=True, max_length=12)),
                ('time_zone', models.CharField(default='UTC', max_length=40)),
                ('weekend', models.JSONField(default=list)),
                ('is_active', models.BooleanField(default=True)),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='agencies.agency')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='agencies.office')),
            ],
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('name', models.CharField(max_length=80)),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='holidays', to='agencies.office')),
            ],
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('child', 'Child'), ('report', 'Report of a concern'), ('enquiry', 'Enquiry after a child'), ('missing', 'Report of a missing child'), ('exchange', 'Import or export of files')], max_length=10)),
                ('is_protected', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('recorded_by', models.UUIDField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.office')),
            ],
        ),
        migrations.AddField(
            model_name='staff',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='agencies.office'),
        ),
        migrations.CreateModel(
            name='Principal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('principal', models.UUIDField()),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='principals', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StaffChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('invite', 'Joins with a powerful role'), ('role', 'Another role, office or title'), ('reset', 'A new way to sign in'), ('reopen', 'A closed account is opened again')], max_length=10)),
                ('from_bundle', models.CharField(max_length=40)),
                ('to_bundle', models.CharField(max_length=40)),
                ('to_title', models.CharField(blank=True, max_length=40)),
                ('needs_second', models.BooleanField()),
                ('asked_by', models.UUIDField()),
                ('asked_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('decided_by', models.UUIDField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(choices=[('waits', 'Waits for a second person'), ('agreed', 'In effect'), ('refused', 'Refused')], default='waits', max_length=8)),
                ('from_post', models.SlugField(blank=True, max_length=40)),
                ('to_post', models.SlugField(blank=True, max_length=40)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to=settings.AUTH_USER_MODEL)),
                ('to_office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.office')),
            ],
        ),
        migrations.CreateModel(
            name='StaffSession',
            fields=[
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('handle', models.UUIDField(unique=True)),
                ('device', models.CharField(blank=True, max_length=60)),
                ('started_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('used_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='BundleVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40)),
                ('kind', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('permissions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40))),
                ('version', models.PositiveIntegerField()),
                ('valid_from', models.DateField()),
                ('is_end', models.BooleanField(default=False)),
                ('needs_second', models.BooleanField()),
                ('asked_by', models.UUIDField()),
                ('asked_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('decided_by', models.UUIDField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(choices=[('waits', 'Waits for a second person'), ('agreed', 'In effect'), ('refused', 'Refused')], default='waits', max_length=8)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bundle_versions', to='agencies.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'code', 'version'), name='agencies_bundle_version_once'), models.UniqueConstraint(condition=models.Q(('outcome', 'waits')), fields=('agency', 'code'), name='agencies_bundle_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('outcome', 'waits')), models.Q(models.Q(('outcome', 'waits'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='agencies_bundle_decided_whole'), models.CheckConstraint(condition=models.Q(('needs_second', False), ('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='agencies_bundle_two_persons')],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('sealed', models.TextField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('staff', 'kind'), name='agencies_credential_once')],
            },
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('recorded_by', models.UUIDField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('reason', models.CharField(choices=[('asked', 'The child, or who speaks for her, asked for it'), ('term', 'The time for which it may be kept has ended'), ('court', 'A court or the data authority ordered it'), ('mistake', 'It was recorded by mistake')], max_length=8)),
                ('basis', models.CharField(choices=[('request', 'The child’s right to have the data erased'), ('consent', 'The consent on which it was kept was taken back'), ('term', 'A law or rule that says how long it may be kept'), ('order', 'An order of a court or of the data authority'), ('accuracy', 'It should never have been recorded')], max_length=16)),
                ('child_knows', models.CharField(choices=[('asked', 'The child asked for it'), ('agrees', 'The child was told, and agrees'), ('disagrees', 'The child was told, and does not want it'), ('cannot', 'The child could not be told')], max_length=16)),
                ('with_reports', models.BooleanField(default=True)),
                ('warnings', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list)),
                ('despite', models.CharField(blank=True, choices=[('order', 'The order leaves no choice'), ('her_wish', 'The child wants it now, and knows what ends with it'), ('danger', 'What is written puts the child in danger'), ('no_child', 'There is no such child, or it is recorded elsewhere'), ('settled', 'What is open is settled outside of the file')], max_length=16)),
                ('state', models.CharField(choices=[('waits', 'Waits for a second person'), ('agreed', 'Agreed, about to be done'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the one who asked'), ('done', 'Done'), ('lapsed', 'Not done: the file had gone to another agency')], default='waits', max_length=10)),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('decided_by', models.UUIDField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('refusal', models.CharField(blank=True, choices=[('needed', 'The record is still needed to protect the child'), ('hold', 'A court, a complaint or an inquiry needs it'), ('not_hers', 'Who asked does not speak for the child'), ('her_view', 'The child has to be asked or told first'), ('wrong_file', 'It is the wrong file'), ('lapsed', 'It was asked too long ago, or by somebody who has left')], max_length=16)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.file')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'state'], name='agencies_erasure_waits')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waits', 'agreed'])), fields=('file',), name='agencies_erasure_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state__in', ['waits', 'withdrawn'])), models.Q(models.Q(('state__in', ['waits', 'withdrawn']), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='agencies_erasure_decided_whole'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='agencies_erasure_two_persons'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), models.Q(('refusal', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('refusal', '')), _connector='OR'), name='agencies_erasure_refused_with_reason'), models.CheckConstraint(condition=models.Q(('warnings', []), models.Q(('despite', ''), _negated=True), _connector='OR'), name='agencies_erasure_warned_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=saathi.agencies.declared_kinds.draft_choices, max_length=12)),
                ('place', models.CharField(max_length=200)),
                ('sealed', models.BinaryField()),
                ('saved_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agencies.file')),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='agencies_draft_expires')],
                'constraints': [models.UniqueConstraint(fields=('staff', 'place'), name='agencies_draft_of_a_form_once')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('principal', models.UUIDField()),
                ('kind', models.CharField(choices=[('owner', 'The office that holds the file'), ('team', "A member of the child's team"), ('referral', 'A referral'), ('share', 'A share for a purpose'), ('glass', 'Opened in an emergency')], max_length=10)),
                ('reads', models.IntegerField()),
                ('writes', models.IntegerField(default=0)),
                ('starts_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('given_by', models.UUIDField()),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='agencies.file')),
            ],
            options={
                'indexes': [models.Index(fields=['principal', 'file'], name='agencies_grant_of_principal'), django.contrib.postgres.indexes.HashIndex(fields=['file'], name='agencies_grant_by_file')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['owner', 'team']), ('ends_at__isnull', False), _connector='OR'), name='agencies_grant_of_others_ends')],
            },
        ),
        migrations.CreateModel(
            name='Hidden',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('principal', models.UUIDField()),
                ('since', models.DateTimeField(default=saathi.infra.clock.now)),
                ('hidden_by', models.UUIDField()),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hidden_from', to='agencies.file')),
            ],
            options={
                'indexes': [models.Index(fields=['principal'], name='agencies_hidden_from')],
                'constraints': [models.UniqueConstraint(fields=('file', 'principal'), name='agencies_hidden_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=saathi.agencies.declared_kinds.notice_choices, max_length=20)),
                ('record', models.UUIDField(blank=True, null=True)),
                ('given_at', models.DateTimeField(default=saathi.infra.clock.now)),
                ('given_by', models.UUIDField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', 'read_at'], name='agencies_notice_of_staff'), models.Index(fields=['record'], name='agencies_notice_about')],
            },
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.UniqueConstraint(fields=('agency', 'name'), name='agencies_office_name_once'),
        ),
        migrations.AddConstraint(
            model_name='holiday',
            constraint=models.UniqueConstraint(fields=('office', 'on'), name='agencies_holiday_once'),
        ),
        migrations.AddIndex(
            model_name='staff',
            index=models.Index(fields=['office', 'is_active'], name='agencies_st_office__597e80_idx'),
        ),
        migrations.AddIndex(
            model_name='principal',
            index=models.Index(fields=['principal', 'staff'], name='agencies_principal_of'),
        ),
        migrations.AddConstraint(
            model_name='principal',
            constraint=models.UniqueConstraint(fields=('staff', 'principal'), name='agencies_principal_once'),
        ),
        migrations.AddIndex(
            model_name='staffchange',
            index=models.Index(fields=['agency', 'outcome'], name='agencies_change_waits'),
        ),
        migrations.AddConstraint(
            model_name='staffchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('outcome', 'waits')), models.Q(models.Q(('outcome', 'waits'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='agencies_change_decided_whole'),
        ),
        migrations.AddConstraint(
            model_name='staffchange',
            constraint=models.CheckConstraint(condition=models.Q(('needs_second', False), ('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='agencies_change_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='staffchange',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'waits')), fields=('staff',), name='agencies_change_one_at_a_time'),
        ),
        migrations.RunSQL(CONTEXT_KEY, "DROP TABLE access_context_key"),
        migrations.RunSQL(RECOVERY_DECLARED, "DROP FUNCTION recovery_declared()"),
        migrations.RunSQL(ACCESS_SETTING, "DROP TABLE access_setting"),
        migrations.RunSQL(USED_PROOF, "DROP TABLE access_used_proof"),
    ]
