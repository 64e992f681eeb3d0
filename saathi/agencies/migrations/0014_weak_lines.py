"""What weak lines need: a key for what a browser could not send, and drafts of long forms."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import saathi.agencies.declared_kinds
import saathi.infra.clock


class Migration(migrations.Migration):
    dependencies = [("agencies", "0013_over_the_years")]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="unsent_public",
            field=models.CharField(blank=True, db_default="", max_length=120),
        ),
        migrations.AddField(
            model_name="staff",
            name="unsent_private",
            field=models.CharField(blank=True, db_default="", max_length=400),
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=saathi.agencies.declared_kinds.draft_choices,
                        max_length=12,
                    ),
                ),
                ("place", models.CharField(max_length=200)),
                ("sealed", models.BinaryField()),
                ("saved_at", models.DateTimeField(default=saathi.infra.clock.now)),
                ("expires_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.file",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="agencies_draft_expires")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("staff", "place"), name="agencies_draft_of_a_form_once"
                    )
                ],
            },
        ),
    ]
