"""Passwords, PINs and second factors are sealed with a key outside the database, for each account."""

import hashlib
import json
import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

import saathi.infra.clock


def seal_what_exists(apps, schema_editor):
    """Seals the passwords, PINs and factors there are; runs with the secrets of this home."""
    from saathi.agencies.sign_in import sealing

    with schema_editor.connection.cursor() as cursor:
        # The owner's own rows are hidden from the owner too: shown for this transaction. `migrate`
        # forces row security again at its end.
        for table in ("agencies_staff", "mfa_authenticator"):
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        factors = {}
        cursor.execute("SELECT user_id, id, type, data::text FROM mfa_authenticator")
        for staff, number, kind, data in cursor.fetchall():
            text = json.dumps(
                json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False
            )
            digest = hashlib.sha256(f"{kind}|{text}".encode()).hexdigest()
            factors.setdefault(staff, {})[str(number)] = digest
        cursor.execute("SELECT id, email, password, pin FROM agencies_staff")
        for staff, email, password, pin in cursor.fetchall():
            usable = password.startswith("scrypt$")
            if usable or staff in factors:
                details = {
                    "email": email,
                    "password": password if usable else "",
                    "factors": factors.get(staff, {}),
                    "identity": None,
                }
                _keep(cursor, sealing, staff, "sign_in", json.dumps(details))
            if pin:
                _keep(cursor, sealing, staff, "pin", pin)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _keep(cursor, sealing, staff, kind, text):
    sealed = sealing.seal_text(text.encode(), purpose=kind, row=str(staff))
    cursor.execute(
        "INSERT INTO agencies_credential (staff_id, kind, sealed, version, set_at) "
        "VALUES (%s, %s, %s, 1, now())",
        [staff, kind, sealed],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0025_checks_without_caches"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.AddField(
            model_name="staff",
            name="session_stamp",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
            ),
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("sealed", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("set_at", models.DateTimeField(default=saathi.infra.clock.now)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("staff", "kind"), name="agencies_credential_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("counter", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("tried", models.PositiveIntegerField()),
                ("ends_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("handle", models.UUIDField(unique=True)),
                ("device", models.CharField(blank=True, max_length=60)),
                ("started_at", models.DateTimeField(default=saathi.infra.clock.now)),
                ("used_at", models.DateTimeField(default=saathi.infra.clock.now)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.staff",
                    ),
                ),
            ],
        ),
        migrations.RunPython(seal_what_exists, migrations.RunPython.noop),
        migrations.RemoveField(model_name="staff", name="password"),
        migrations.RemoveField(model_name="staff", name="pin"),
    ]
